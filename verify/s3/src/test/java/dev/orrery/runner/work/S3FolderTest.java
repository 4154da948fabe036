package dev.orrery.runner.work;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.orrery.schemas.deployment.CodeSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

class S3FolderTest {

    @TempDir static Path store;
    private static @Nullable S3MockApplication mock;
    private static String endpoint = "";
    private static @Nullable S3Client client;

    @TempDir Path folder;

    // Its other port speaks TLS, with a certificate that nobody knows.
    @SuppressWarnings("deprecation")
    @BeforeAll
    static void start() {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        mock =
                S3MockApplication.start(
                        new HashMap<>(
                                Map.of(
                                        S3MockApplication.PROP_HTTP_PORT,
                                        0,
                                        S3MockApplication.PROP_HTTPS_PORT,
                                        0,
                                        S3MockApplication.PROP_SILENT,
                                        true,
                                        "server.address",
                                        "127.0.0.1",
                                        "com.adobe.testing.s3mock.store.root",
                                        store.toString())));
        endpoint = "http://127.0.0.1:" + mock.getHttpPort();
        client =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(endpoint))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build();
        client.createBucket(b -> b.bucket("flows"));
        put("team/etl/flow.py", "print('hi')\n");
        put("team/etl/lib/words.txt", "hello\n");
        put("team/etl-other/flow.py", "another\n");
        put("top.txt", "top\n");
    }

    @AfterAll
    static void stop() {
        requireNonNull(client).close();
        requireNonNull(mock).stop();
    }

    @Test
    void the_files_under_a_prefix_are_fetched_with_their_folders() throws Exception {
        download("team/etl");

        assertThat(folder.resolve("flow.py")).hasContent("print('hi')");
        assertThat(folder.resolve("lib/words.txt")).hasContent("hello");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void slashes_around_a_prefix_make_no_difference() throws Exception {
        download("/team/etl/");

        assertThat(folder.resolve("flow.py")).exists();
    }

    @Test
    void without_a_prefix_the_bucket_is_the_folder() throws Exception {
        download(null);

        assertThat(folder.resolve("top.txt")).hasContent("top");
        assertThat(folder.resolve("team/etl/flow.py")).exists();
    }

    @Test
    void where_there_is_nothing_the_run_can_not_start() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> download("team/none"))
                .withMessage("There is no code in s3://flows/team/none/.");
    }

    @Test
    void a_bucket_that_is_not_there_is_named() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> fetch(new CodeSource.S3("nobody", "x", endpoint, null)))
                .withMessageContaining("The code in s3://nobody/x/ can't be fetched")
                .withMessageContaining("bucket does not exist");
    }

    @Test
    void a_store_that_is_not_there_is_told() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() ->
                        fetch(new CodeSource.S3("flows", "x", "http://127.0.0.1:1", "eu-west-1")))
                .withMessageContaining("can't be fetched");
    }

    @Test
    void a_key_that_leaves_the_folder_is_refused() {
        put("evil/a/../../../etc/passwd", "evil");

        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> download("evil"))
                .withMessageContaining("a key that is no path");
    }

    private static void put(String key, String content) {
        requireNonNull(client)
                .putObject(b -> b.bucket("flows").key(key), RequestBody.fromString(content));
    }

    private void download(@Nullable String prefix) throws Exception {
        fetch(new CodeSource.S3("flows", prefix, endpoint, null));
    }

    private void fetch(CodeSource.S3 place) throws Exception {
        S3Folder.of(place).download(folder);
    }
}

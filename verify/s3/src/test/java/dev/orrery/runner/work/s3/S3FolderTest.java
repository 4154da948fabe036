package dev.orrery.runner.work.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.verify.s3.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FolderTest {

    private static final S3Keys KEYS = new S3Keys("id", "secret", null);

    @TempDir static Path kept;
    private static @Nullable Store store;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        var started = Store.start(kept, "flows");
        store = started;
        started.put("flows", "team/etl/flow.py", "print('hi')\n");
        started.put("flows", "team/etl/lib/words.txt", "hello\n");
        started.put("flows", "team/etl-other/flow.py", "another\n");
        started.put("flows", "top.txt", "top\n");
    }

    @AfterAll
    static void stop() {
        requireNonNull(store).close();
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
        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(() -> download("team/none"))
                .withMessage("There is no code in s3://flows/team/none/.");
    }

    @Test
    void a_bucket_that_is_not_there_is_named() {
        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(() -> fetch(S3Place.of("nobody", "x", store().endpoint(), null)))
                .withMessageContaining("The code in s3://nobody/x/ can't be fetched")
                .withMessageContaining("bucket does not exist");
    }

    @Test
    void a_store_that_is_not_there_is_told() {
        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(
                        () -> fetch(S3Place.of("flows", "x", "http://127.0.0.1:1", "eu-west-1")))
                .withMessageContaining("can't be fetched");
    }

    @Test
    void a_key_that_leaves_the_folder_is_refused() {
        store().put("flows", "evil/a/../../../etc/passwd", "evil");

        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(() -> download("evil"))
                .withMessageContaining("a key that is no path");
    }

    @Test
    void what_is_uploaded_is_fetched_and_what_was_there_stays() throws Exception {
        store().put("flows", "up/other.txt", "somebody else's");
        store().put("flows", "up/a.py", "old");
        var files = Map.of("a.py", "new".getBytes(UTF_8), "b c/ü.txt", "".getBytes(UTF_8));

        at(S3Place.of("flows", "/up/", store().endpoint(), null)).upload(files);

        download("up");
        assertThat(folder.resolve("a.py")).hasContent("new");
        assertThat(folder.resolve("b c/ü.txt")).isEmptyFile();
        assertThat(folder.resolve("other.txt")).hasContent("somebody else's");
    }

    @Test
    void a_store_that_does_not_take_it_is_told() {
        var files = Map.of("a.py", "new".getBytes(UTF_8));

        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(
                        () -> at(S3Place.of("nobody", "x", store().endpoint(), null)).upload(files))
                .withMessageContaining("The code can't be put into s3://nobody/x/")
                .withMessageContaining("bucket does not exist");
    }

    @Test
    void more_than_a_runner_fetches_is_not_put() {
        var file = new byte[0];
        var files =
                IntStream.rangeClosed(0, 10_000)
                        .boxed()
                        .collect(Collectors.toMap(number -> "f" + number, _ -> file));

        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(() -> at(S3Place.of("flows", "many", null, null)).upload(files))
                .withMessageContaining("more than 10,000 files");
    }

    @Test
    void an_endpoint_that_is_no_address_is_told() {
        assertThatExceptionOfType(S3Failure.class)
                .isThrownBy(() -> fetch(S3Place.of("flows", null, "localhost:9000", null)))
                .withMessageContaining("'localhost:9000' is no address of a store");
    }

    private static Store store() {
        return requireNonNull(store);
    }

    private void download(@Nullable String prefix) throws Exception {
        fetch(S3Place.of("flows", prefix, store().endpoint(), null));
    }

    private void fetch(S3Place place) throws Exception {
        at(place).download(folder);
    }

    private static S3Folder at(S3Place place) {
        return S3Folder.of(place, KEYS);
    }
}

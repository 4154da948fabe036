package dev.orrery.verify.s3;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A store on a free port. It takes anybody's credentials, but wants some. */
// Its other port speaks TLS, with a certificate that nobody knows.
@SuppressWarnings("deprecation")
public final class Store implements AutoCloseable {

    private static final String KEY = "key";

    private final S3MockApplication mock;
    private final S3Client client;

    private Store(S3MockApplication mock) {
        this.mock = mock;
        this.client =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(KEY, KEY)))
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(endpoint()))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build();
    }

    /**
     * @param folder for what it keeps
     * @param bucket that is there from the start
     */
    public static Store start(Path folder, String bucket) {
        var store =
                new Store(
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
                                                folder.toString()))));
        store.client.createBucket(b -> b.bucket(bucket));
        return store;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + mock.getHttpPort();
    }

    /** What a program of Amazon's, or one of ours, finds the store by. */
    public Map<String, String> variables() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint(),
                "AWS_ACCESS_KEY_ID",
                KEY,
                "AWS_SECRET_ACCESS_KEY",
                KEY,
                "AWS_REGION",
                "us-east-1");
    }

    public void put(String bucket, String key, String content) {
        client.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    public String get(String bucket, String key) {
        return client.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String();
    }

    public List<String> keys(String bucket) {
        return client.listObjectsV2(b -> b.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    public void close() {
        client.close();
        mock.stop();
    }
}

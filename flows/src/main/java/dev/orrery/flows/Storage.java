package dev.orrery.flows;

import dev.orrery.flows.json.Json;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a deployment's code is kept, other than pushed to the server. */
public sealed interface Storage {

    /**
     * A bucket of S3, or of a store that speaks its protocol.
     *
     * @param bucket its name
     * @param prefix what the keys begin with
     * @param endpoint of another store than Amazon's
     * @param region of the bucket
     */
    record S3(
            String bucket, @Nullable String prefix, @Nullable URI endpoint, @Nullable String region)
            implements Storage {}

    /**
     * A folder that every runner has.
     *
     * @param path absolute
     */
    record Local(Path path) implements Storage {}

    /**
     * @param bucketPath {@code bucket} or {@code bucket/prefix}
     */
    static S3 s3(String bucketPath) {
        String path = bucketPath.startsWith("s3://") ? bucketPath.substring(5) : bucketPath;
        var parts = path.replaceAll("^/+|/+$", "").split("/", 2);
        if (parts[0].isEmpty()) {
            throw new SpecException("A path in S3 begins with the name of a bucket.");
        }
        return new S3(parts[0], parts.length == 1 ? null : parts[1], null, null);
    }

    static Local local(Path folder) {
        return new Local(folder.toAbsolutePath().normalize());
    }

    /** As the contract between the parts has it. */
    default Json document() {
        return switch (this) {
            case Local local -> Json.object("kind", "local").with("path", local.path().toString());
            case S3 s3 -> {
                var document = Json.object("kind", "s3").with("bucket", s3.bucket());
                document = s3.prefix() == null ? document : document.with("prefix", s3.prefix());
                document =
                        s3.endpoint() == null
                                ? document
                                : document.with("endpoint", s3.endpoint().toString());
                yield s3.region() == null ? document : document.with("region", s3.region());
            }
        };
    }
}

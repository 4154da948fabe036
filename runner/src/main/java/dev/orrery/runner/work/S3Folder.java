package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.CodeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A folder in S3, or in a store that speaks its protocol. Who may read it is found as Amazon's own
 * programs find it: from the environment, a profile, or the machine.
 */
final class S3Folder {

    private static final int FILES_MAX = 10_000;
    private static final long BYTES_MAX = 512L * 1024 * 1024;

    private final CodeSource.S3 place;
    private final String prefix;

    private S3Folder(CodeSource.S3 place, String prefix) {
        this.place = place;
        this.prefix = prefix;
    }

    static S3Folder of(CodeSource.S3 place) {
        var prefix = place.prefix() == null ? "" : place.prefix().replaceAll("^/+|/+$", "");
        return new S3Folder(place, prefix.isEmpty() ? "" : prefix + "/");
    }

    /**
     * @param into an empty folder
     * @throws CannotStart when there is nothing there, or it can't be had
     */
    void download(Path into) throws CannotStart, IOException {
        try (var store = client()) {
            long bytes = 0;
            int files = 0;
            var found = store.listObjectsV2Paginator(b -> b.bucket(place.bucket()).prefix(prefix));
            for (var object : found.contents()) {
                if (object.key().endsWith("/")) {
                    continue;
                }
                bytes += object.size();
                files++;
                if (files > FILES_MAX || bytes > BYTES_MAX) {
                    throw new CannotStart(
                            "The code in "
                                    + this
                                    + " has more than 10,000 files or 512 MiB; name a prefix with"
                                    + " less.");
                }
                fetch(store, object, into);
            }
            if (files == 0) {
                throw new CannotStart("There is no code in " + this + ".");
            }
        } catch (SdkException refused) {
            throw new CannotStart(
                    "The code in " + this + " can't be fetched: " + reason(refused), refused);
        }
    }

    /** The innermost says what is wrong; the others say that it is within them. */
    private static String reason(SdkException refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SdkException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private void fetch(S3Client store, S3Object object, Path into) throws CannotStart, IOException {
        var file = file(object.key(), into);
        try {
            Files.createDirectories(file.getParent());
            store.getObject(b -> b.bucket(place.bucket()).key(object.key()), file);
        } catch (FileAlreadyExistsException _) {
            throw new CannotStart(
                    "The code in "
                            + this
                            + " has a file and a folder of one name: "
                            + object.key());
        }
    }

    private Path file(String key, Path into) throws CannotStart {
        try {
            var file = into.resolve(key.substring(prefix.length())).normalize();
            if (file.startsWith(into) && !file.equals(into)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // As one that leaves the folder.
        }
        throw new CannotStart("The code in " + this + " has a key that is no path: " + key);
    }

    private S3Client client() {
        var builder =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(region());
        if (place.endpoint() != null) {
            // Another store than Amazon's has no name for each bucket.
            builder.endpointOverride(URI.create(place.endpoint()))
                    .serviceConfiguration(
                            S3Configuration.builder().pathStyleAccessEnabled(true).build());
        }
        return builder.build();
    }

    private Region region() {
        if (place.region() != null) {
            return Region.of(place.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException unknown) {
            if (place.endpoint() != null) {
                return Region.US_EAST_1;
            }
            throw unknown;
        }
    }

    @Override
    public String toString() {
        return "s3://" + place.bucket() + "/" + prefix;
    }
}

package dev.orrery.runner.work.s3;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A folder in a store. Who may ask for it is found as Amazon's own programs find it. */
public final class S3Folder {

    private static final int FILES_MAX = 10_000;
    private static final long BYTES_MAX = 512L * 1024 * 1024;

    private final S3Place place;
    private final @Nullable S3Keys keys;

    private S3Folder(S3Place place, @Nullable S3Keys keys) {
        this.place = place;
        this.keys = keys;
    }

    /**
     * @param keys of who asks; without any they are looked for in the environment, in a profile and
     *     on the machine
     */
    public static S3Folder of(S3Place place, @Nullable S3Keys keys) {
        return new S3Folder(place, keys);
    }

    /**
     * Puts files there. What else is under the prefix stays: it may be somebody else's.
     *
     * @param files by their paths, relative and with forward slashes; at most what a runner fetches
     * @throws S3Failure when one can't be put; those before it are there then
     */
    public void upload(Map<String, byte[]> files) throws S3Failure {
        long bytes = files.values().stream().mapToLong(content -> content.length).sum();
        requireWithin(files.size(), bytes);
        try (var store = S3Store.client(place, S3Store.credentials(place, keys))) {
            for (var file : files.entrySet()) {
                store.putObject(
                        b -> b.bucket(place.bucket()).key(place.prefix() + file.getKey()),
                        RequestBody.fromBytes(file.getValue()));
            }
        } catch (SdkException refused) {
            throw new S3Failure(
                    "The code can't be put into " + place + ": " + reason(refused), refused);
        }
    }

    /**
     * @param into an empty folder
     * @throws S3Failure when there is nothing there, or it can't be had
     */
    public void download(Path into) throws S3Failure, IOException {
        try (var store = S3Store.client(place, S3Store.credentials(place, keys))) {
            long bytes = 0;
            int files = 0;
            var found =
                    store.listObjectsV2Paginator(
                            b -> b.bucket(place.bucket()).prefix(place.prefix()));
            for (var object : found.contents()) {
                if (object.key().endsWith("/")) {
                    continue;
                }
                bytes += object.size();
                files++;
                requireWithin(files, bytes);
                fetch(store, object, into);
            }
            if (files == 0) {
                throw new S3Failure("There is no code in " + place + ".");
            }
        } catch (SdkException refused) {
            throw new S3Failure(
                    "The code in " + place + " can't be fetched: " + reason(refused), refused);
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

    private void requireWithin(int files, long bytes) throws S3Failure {
        if (files > FILES_MAX || bytes > BYTES_MAX) {
            throw new S3Failure(
                    "The code in "
                            + place
                            + " has more than 10,000 files or 512 MiB; name a prefix with less.");
        }
    }

    private void fetch(S3Client store, S3Object object, Path into) throws S3Failure, IOException {
        var file = file(object.key(), into);
        try {
            Files.createDirectories(file.getParent());
            store.getObject(b -> b.bucket(place.bucket()).key(object.key()), file);
        } catch (FileAlreadyExistsException _) {
            throw new S3Failure(
                    "The code in "
                            + place
                            + " has a file and a folder of one name: "
                            + object.key());
        }
    }

    private Path file(String key, Path into) throws S3Failure {
        try {
            var file = into.resolve(key.substring(place.prefix().length())).normalize();
            if (file.startsWith(into) && !file.equals(into)) {
                return file;
            }
        } catch (InvalidPathException _) {
            // As one that leaves the folder.
        }
        throw new S3Failure("The code in " + place + " has a key that is no path: " + key);
    }
}

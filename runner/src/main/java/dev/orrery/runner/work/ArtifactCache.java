package dev.orrery.runner.work;

import dev.orrery.schemas.artifact.ArtifactArchive;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.artifact.BadArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives that this runner has fetched. What is kept is believed no more than what comes: its
 * content is hashed each time that it is unpacked.
 */
final class ArtifactCache {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactCache.class);

    static final long CACHE_BYTES_MAX = 1024L * 1024 * 1024;

    /** More than any server takes; what is here was taken by one. */
    private static final ArtifactArchive ARCHIVE =
            new ArtifactArchive(ArtifactLimits.ofContent(512L * 1024 * 1024));

    private final Path folder;
    private final Archives source;
    private final long bytesMax;

    ArtifactCache(Path folder, Archives source, long bytesMax) {
        this.folder = folder;
        this.source = source;
        this.bytesMax = bytesMax;
    }

    /**
     * Unpacks an artifact.
     *
     * @param into an empty folder
     * @throws CannotStart when it was never pushed
     */
    void unpack(String artifact, Path into) throws CannotStart, IOException {
        var kept = kept(artifact);
        if (kept != null && unpacked(artifact, kept, into)) {
            return;
        }
        var fetched =
                source.get(artifact)
                        .orElseThrow(() ->
                                new CannotStart(
                                        "The deployment's code, artifact "
                                                + artifact
                                                + ", was never pushed; create the deployment"
                                                + " again."));
        if (!unpacked(artifact, fetched, into)) {
            throw new IOException("artifact " + artifact + " is not what its id says");
        }
        keep(artifact, fetched);
    }

    private static boolean unpacked(String artifact, byte[] archive, Path into) throws IOException {
        try {
            // Looked through first, so that nothing is written of what is refused.
            if (!ARCHIVE.check(archive).artifact().equals(artifact)) {
                return false;
            }
            ARCHIVE.read(
                    archive,
                    (path, executable, content) -> {
                        var file = into.resolve(path);
                        Files.createDirectories(file.getParent());
                        Files.write(file, content);
                        if (executable) {
                            Files.setPosixFilePermissions(
                                    file, PosixFilePermissions.fromString("rwxr--r--"));
                        }
                    });
            return true;
        } catch (BadArtifact _) {
            return false;
        }
    }

    private synchronized byte @Nullable [] kept(String artifact) throws IOException {
        var file = file(artifact);
        if (!Files.exists(file)) {
            return null;
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Files.readAllBytes(file);
    }

    private synchronized void keep(String artifact, byte[] archive) throws IOException {
        Files.createDirectories(folder);
        var unfinished = Files.createTempFile(folder, "fetched", null);
        Files.write(unfinished, archive);
        Files.move(
                unfinished,
                file(artifact),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forgetOldest();
    }

    private void forgetOldest() throws IOException {
        List<Path> byAge;
        try (var files = Files.list(folder)) {
            byAge = files.sorted(Comparator.comparing(ArtifactCache::age)).toList();
        }
        long bytes = 0;
        for (var file : byAge) {
            bytes += Files.size(file);
        }
        for (var file : byAge) {
            if (bytes <= bytesMax) {
                return;
            }
            bytes -= Files.size(file);
            Files.delete(file);
            LOG.debug("{} was forgotten, there is no room for it", file);
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }

    private Path file(String artifact) {
        return folder.resolve(artifact + ".tar.gz");
    }
}

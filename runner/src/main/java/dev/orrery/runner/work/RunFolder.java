package dev.orrery.runner.work;

import dev.orrery.schemas.deployment.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private folder of one attempt: what passes between the runner and the process, outside the
 * working folder, and what the runner's next life needs to end the process, should this one be
 * killed. Its path is in the environment of the process and of all that it forks, which is how
 * those are known that left its session.
 *
 * @param path unique, also among attempts of the same run
 */
record RunFolder(Path path) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    static RunFolder create(Path parent, Assignment assignment) throws IOException {
        Files.createDirectories(parent);
        String prefix = assignment.run() + "-" + assignment.attempt() + "-";
        return new RunFolder(Files.createTempDirectory(parent, prefix));
    }

    Path parameters() {
        return path.resolve("parameters.json");
    }

    Path result() {
        return path.resolve("result.json");
    }

    /** Where the Python bootstrap says why it can't call the function. */
    Path refusal() {
        return path.resolve("refusal");
    }

    private Path process() {
        return path.resolve("process");
    }

    void write(Json value) throws IOException {
        Files.writeString(parameters(), value.text());
    }

    /** A new empty working folder. */
    Path empty() throws IOException {
        return create("folder");
    }

    /** A new empty folder for the code. */
    Path code() throws IOException {
        return create("code");
    }

    private Path create(String name) throws IOException {
        var owner = PosixFilePermissions.fromString("rwx------");
        return Files.createDirectory(
                path.resolve(name), PosixFilePermissions.asFileAttribute(owner));
    }

    void remember(ProcessMark mark) throws IOException {
        Files.writeString(process(), mark.toString());
    }

    /** The process of an earlier life; nothing when that one died before it had written it. */
    @Nullable ProcessMark remembered() throws IOException {
        try {
            return Files.exists(process()) ? ProcessMark.parse(Files.readString(process())) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /**
     * What the run left in a file, so many bytes at most; nothing when it left none. A link or a
     * pipe is none: reading must end, and end inside the run's own folder.
     */
    byte @Nullable [] read(Path file, int bytesMax) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax);
        }
    }

    /** Removes it. What can't be removed is tried again when the runner next starts. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Removal());
        } catch (IOException | UncheckedIOException left) {
            LOG.warn("The folder {} could not be removed: {}", path, left.toString());
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        private final Set<Path> opened = new HashSet<>();

        /**
         * A run may have taken its own rights away, on purpose or with a careless umask: a folder
         * that can't be read is given them and walked again, once.
         */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && opened.add(file)) {
                giveRights(file);
                Files.walkFileTree(file, this);
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            // Readable, but perhaps not to be changed.
            giveRights(folder);
            return FileVisitResult.CONTINUE;
        }

        private static void giveRights(Path folder) throws IOException {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}

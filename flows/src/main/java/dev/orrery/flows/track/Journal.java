package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import dev.orrery.flows.json.MalformedJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A run's journal, open and locked: what must reach the server, in order, one JSON object a line.
 *
 * <p>The first line says whose it is. Whoever sends from it holds the system's lock on the file,
 * and the run's own process holds it while the run goes on. The system drops all of a process's
 * locks on a file when it closes any one handle to it, so a process opens a journal only once at a
 * time.
 */
final class Journal implements AutoCloseable {

    static final String ENDING = ".jsonl";

    private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

    private Path path;
    private final FileChannel file;
    private final String run;

    private Journal(Path path, FileChannel file, String run) {
        this.path = path;
        this.file = file;
        this.run = run;
    }

    /** The id of the run whose journal it is. */
    static String run(Path path) {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** The journal of a new run; it gets its name when it is locked and has its first request. */
    static Journal create(Path folder, UUID run, Json.Obj first) throws IOException {
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        var path = folder.resolve(run + ENDING);
        var draft = folder.resolve(run + ".new");
        OPEN.add(run.toString());
        var file =
                FileChannel.open(
                        draft,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        ownerOnly(folder, "rw-------"));
        var journal = new Journal(path, file, run.toString());
        try {
            lock(file);
            journal.write(Json.object("owner", Owner.me()));
            journal.write(first);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            return journal;
        } catch (IOException | RuntimeException failure) {
            journal.close();
            Files.deleteIfExists(draft);
            throw failure;
        }
    }

    /** It holds what the run was given and printed, and the fence by which anybody could end it. */
    private static FileAttribute<?>[] ownerOnly(Path folder, String rights) {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        var owner = PosixFilePermissions.fromString(rights);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    /**
     * A journal that somebody left; nothing while another has it, or when it is gone.
     *
     * @throws IOException when it can't be opened
     */
    static @Nullable Journal open(Path path) throws IOException {
        String run = run(path);
        if (!OPEN.add(run)) {
            return null;
        }
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException gone) {
            OPEN.remove(run);
            return null;
        } catch (IOException failure) {
            OPEN.remove(run);
            throw failure;
        }
        var journal = new Journal(path, file, run);
        // It may have been sent and deleted while we opened it.
        if (lock(file) && Files.exists(path)) {
            return journal;
        }
        journal.close();
        return null;
    }

    private static boolean lock(FileChannel file) {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException _) {
            // A file system without locks; to send something twice does no harm.
            return true;
        }
    }

    Path path() {
        return path;
    }

    String run() {
        return run;
    }

    /** When its process was last known to live. */
    Instant changed() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /**
     * Says that its process lives, by the time of the file: the last line's end is written again.
     * To set the time by the file's name may open and close it, which would drop the lock.
     */
    void touch() throws IOException {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}), file.size() - 1);
    }

    /** Writes a request down, so that it survives this process. */
    Json.Obj append(Json.Obj request) throws IOException {
        file.position(file.size());
        write(request);
        return request;
    }

    private void write(Json.Obj line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** All whole lines; what a process that was killed left half written is cut off. */
    List<Json.Obj> lines() throws IOException {
        var content = ByteBuffer.allocate(Math.toIntExact(file.size()));
        file.position(0);
        while (content.hasRemaining() && file.read(content) >= 0) {
            // More is to come.
        }
        int whole = content.position();
        while (whole > 0 && content.get(whole - 1) != '\n') {
            whole--;
        }
        if (whole < file.size()) {
            file.truncate(whole);
        }
        var lines = new ArrayList<Json.Obj>();
        new String(content.array(), 0, whole, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    try {
                        if (Json.parse(line) instanceof Json.Obj object) {
                            lines.add(object);
                        }
                    } catch (MalformedJson _) {
                        // A disk that was full, or lost its power, may leave anything.
                    }
                });
        return lines;
    }

    /** Everything in it is known to the server. */
    void delete() throws IOException {
        Files.delete(path);
        close();
    }

    /** The server will never take it; it is kept for people, under another name. */
    Path setAside() throws IOException {
        var aside = path.resolveSibling(run + ".refused");
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        path = aside;
        close();
        return aside;
    }

    @Override
    public void close() throws IOException {
        file.close();
        OPEN.remove(run);
    }
}

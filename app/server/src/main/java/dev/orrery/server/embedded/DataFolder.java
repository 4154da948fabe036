package dev.orrery.server.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A data folder that this process, and no other, may use. The claim is a lock of the operating
 * system, so it ends with the process however that ends, and no stale file has to be deleted after
 * a kill -9.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final int PID_BYTES_MAX = 20;

    private static final long LOOK_NANOS_MAX = 500_000_000;

    /**
     * What this process has. It must not even open the lock of such a folder again: on POSIX,
     * closing any channel to a file lets go of every lock that the process has on it.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path real;
    private final FileChannel lock;

    private DataFolder(Path path, Path real, FileChannel lock) {
        this.path = path;
        this.real = real;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing and locks it.
     *
     * @throws StartRefused if it can't be written or another process has it
     */
    public static DataFolder claim(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            return claim(path, path.toRealPath());
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder %s can't be written (%s). Make it writable for this user, or choose another folder."
                            .formatted(path, reason(e)),
                    e);
        }
    }

    private static DataFolder claim(Path path, Path real) throws IOException {
        if (!OURS.add(real)) {
            throw inUse(path, "process " + ProcessHandle.current().pid());
        }
        try {
            return new DataFolder(path, real, lock(path));
        } catch (IOException | RuntimeException failure) {
            OURS.remove(real);
            throw failure;
        }
    }

    /** Whether a process has the folder, this one or another. */
    public static boolean isInUse(Path folder) {
        Path lock = folder.toAbsolutePath().normalize().resolve(LOCK);
        try {
            if (!Files.exists(lock)) {
                return false;
            }
            return OURS.contains(folder.toRealPath()) || isLocked(lock);
        } catch (IOException e) {
            throw new StartRefused(
                    "The data folder %s can't be read (%s). Make it readable for this user, or choose another folder."
                            .formatted(folder, reason(e)),
                    e);
        }
    }

    /** Asks for a share of the lock, which a reader may have, and gives it back at once. */
    private static boolean isLocked(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, READ)) {
            return channel.tryLock(PID_BYTES_MAX, 1, true) == null;
        }
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), CREATE, READ, WRITE);
        FileLock held = tryLock(channel);
        if (held == null) {
            String holder = holder(channel);
            channel.close();
            throw inUse(path, holder);
        }
        // The lock is on a byte that no pid reaches, since a locked region can't be read by others
        // where locks are mandatory (Windows).
        channel.truncate(0);
        channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
        return channel;
    }

    private static StartRefused inUse(Path path, String holder) {
        return new StartRefused(
                "The data folder %s is in use by %s. Stop it first, or choose another folder."
                        .formatted(path, holder));
    }

    /** More than once, since whoever looks whether the folder is in use has it for that moment. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        long start = System.nanoTime();
        while (true) {
            FileLock held = channel.tryLock(PID_BYTES_MAX, 1, false);
            if (held != null || System.nanoTime() - start > LOOK_NANOS_MAX) {
                return held;
            }
            LockSupport.parkNanos(LOOK_NANOS_MAX / 100);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(pid, 0);
        String digits = UTF_8.decode(pid.flip()).toString();
        return digits.isEmpty() ? "another process" : "process " + digits;
    }

    private static String reason(IOException e) {
        String type = e.getClass().getSimpleName().replace("Exception", "");
        String words = type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words + ": " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OURS.remove(real);
        }
    }
}

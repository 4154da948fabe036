package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A run's journal, open and locked: what must reach the server, in order, one JSON object a line.
 * The first line says whose it is.
 */
public final class Journal implements AutoCloseable {

    public static final String ENDING = ".jsonl";

    private final Path path;
    private final FileChannel file;

    private Journal(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** {@code ORRERY_JOURNAL}, or {@code ~/.orrery/journal}. */
    public static Path folder(Terminal terminal) {
        return terminal.variable("ORRERY_JOURNAL")
                .map(terminal::file)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".orrery", "journal"));
    }

    /** Those that are there, oldest first, since a run's id begins with its time. */
    public static List<Path> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    /** The journal of a new run; it gets its name when it is locked and says whose it is. */
    public static Journal create(Path folder, UUID run) throws IOException {
        Files.createDirectories(folder);
        var draft = folder.resolve(run + ".new");
        var path = folder.resolve(run + ENDING);
        var file =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        var journal = new Journal(path, file);
        isLocked(file);
        journal.write(Json.object().set("owner", Owner.me()));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        return journal;
    }

    /** A journal that somebody left; nothing while another has it, or when it is gone. */
    static Optional<Journal> open(Path path) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException gone) {
            return Optional.empty();
        }
        // It may have been sent and deleted while we opened it.
        if (isLocked(file) && Files.exists(path)) {
            return Optional.of(new Journal(path, file));
        }
        file.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel file) {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (IOException withoutLocks) {
            // To send something twice does no harm.
            return true;
        }
    }

    public Path path() {
        return path;
    }

    String run() {
        var name = path.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    Instant changed() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    /** Writes a request down, so that it survives this process; it gets its key here. */
    public synchronized ObjectNode append(String method, String below, JsonNode body)
            throws IOException {
        var request = Json.object().put("method", method).put("path", below);
        request.set("body", body);
        request.put("idempotencyKey", UUID.randomUUID().toString());
        file.position(file.size());
        write(request);
        return request;
    }

    private void write(JsonNode line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** All whole lines; what a process that was killed left half written is cut off. */
    List<JsonNode> lines() throws IOException {
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
        var lines = new ArrayList<JsonNode>();
        for (var line :
                new String(content.array(), 0, whole, StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                if (!line.isEmpty()) {
                    lines.add(Json.read(line));
                }
            } catch (IllegalArgumentException damaged) {
                // A disk that was full, or lost its power, may leave anything.
            }
        }
        return lines;
    }

    /** Everything in it is known to the server. */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
        file.close();
    }

    /** The server will never take it; it is kept for people, under another name. */
    Path setAside() throws IOException {
        var aside = path.resolveSibling(run() + ".refused");
        return Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package dev.orrery.cli.audit;

import com.fasterxml.jackson.core.JsonToken;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one a line, and nothing else. What stands behind its last whole event (a line
 * that a kill tore, or the last line of an export that curl wrote) is cut before it is gone on
 * with.
 */
final class ExportFile implements Sink, AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final TreeMap<Integer, Long> last = new TreeMap<>();
    private final FileChannel channel;
    private final OutputStream out;
    private long wholeBytes;

    /**
     * @throws Stop when it can't be written, or is there and is not to be gone on with
     */
    static ExportFile open(Path path, boolean resume) {
        if (!resume && Files.exists(path)) {
            throw new Stop(
                    ExitCode.CONFLICT,
                    path + " is there already; go on with it by --resume, or name another.");
        }
        try {
            return new ExportFile(path);
        } catch (IOException failure) {
            throw broken(path, failure);
        }
    }

    private ExportFile(Path path) throws IOException {
        this.path = path;
        if (Files.exists(path)) {
            try (var in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
                readAll(in);
            }
        }
        channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .truncate(wholeBytes)
                        .position(wholeBytes);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    private void readAll(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        long number = 1;
        boolean ended = false;
        for (int each = in.read(); each >= 0; each = in.read()) {
            if (each != '\n') {
                line.write(each);
                continue;
            }
            byte[] whole = line.toByteArray();
            if (ended) {
                throw foreign(number);
            }
            if (Lines.isEvent(whole)) {
                note(whole, number);
                wholeBytes += whole.length + 1L;
            } else if (Lines.isEnd(whole)) {
                ended = true;
            } else {
                throw foreign(number);
            }
            line.reset();
            number++;
        }
        if (line.size() > 0 && !Lines.isTorn(line.toByteArray())) {
            throw foreign(number);
        }
    }

    private void note(byte[] event, long number) throws IOException {
        var id = id(event).split(":", -1);
        try {
            int partition = Integer.parseInt(id[0]);
            long sequence = Long.parseLong(id[id.length - 1]);
            var before = last.put(partition, sequence);
            if (id.length == 2 && (before == null || before < sequence)) {
                return;
            }
        } catch (NumberFormatException malformed) {
            // Falls through to the same answer.
        }
        throw foreign(number);
    }

    /** It stands near the beginning, so that the rest need not be read. */
    private static String id(byte[] event) throws IOException {
        try (var parser = Json.MAPPER.createParser(event)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = parser.currentName().equals("id");
                parser.nextToken();
                if (isIt) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        }
        return "";
    }

    private Stop foreign(long number) {
        return new Stop(
                ExitCode.CONFLICT,
                "Line %,d of %s is not the next event of an export; name another file."
                        .formatted(number, path));
    }

    /**
     * After which events those come that it has not.
     *
     * @param given where it was to begin
     */
    @Nullable String after(@Nullable String given) {
        if (last.isEmpty()) {
            return given;
        }
        var position = new TreeMap<String, String>();
        if (given != null) {
            for (var part : given.split(",", -1)) {
                int colon = part.indexOf(':');
                position.put(part.substring(0, Math.max(0, colon)).strip(), part.strip());
            }
        }
        last.forEach((partition, sequence) ->
                position.put(partition.toString(), partition + ":" + sequence));
        return String.join(",", position.values());
    }

    @Override
    public void add(byte[] line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException failure) {
            throw broken(path, failure);
        }
    }

    @Override
    public String howToGoOn() {
        return "go on with " + path.getFileName() + " by --resume";
    }

    /** Whoever is told that it is whole can pull the plug. */
    @Override
    public void close() {
        try (channel) {
            out.flush();
            channel.force(true);
        } catch (IOException failure) {
            throw broken(path, failure);
        }
    }

    private static Stop broken(Path path, IOException failure) {
        return new Stop(ExitCode.FAILED, path + " can't be written: " + failure.getMessage());
    }
}

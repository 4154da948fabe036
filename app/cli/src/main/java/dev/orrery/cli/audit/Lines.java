package dev.orrery.cli.audit;

import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An export as it comes: events, and a last line that says whether it is whole. */
final class Lines {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final byte[] EVENT = bytes("{\"specversion\":");
    private static final byte[] END = bytes("{\"end\":");
    private static final byte[] ERROR = bytes("{\"error\":");

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String last = "";
    private long events;

    Lines(Sink sink) {
        this.sink = sink;
    }

    /** Whether a line is an event, as an export writes them. */
    static boolean isEvent(byte[] line) {
        return line.length > EVENT.length
                && Arrays.equals(line, 0, EVENT.length, EVENT, 0, EVENT.length);
    }

    /** Whether a line says how an export ended. */
    static boolean isEnd(byte[] line) {
        return begins(line, END) || begins(line, ERROR);
    }

    /** Whether it can be a part of a line of an export. */
    static boolean isTorn(byte[] line) {
        return isTorn(line, EVENT) || isTorn(line, END) || isTorn(line, ERROR);
    }

    private static boolean begins(byte[] line, byte[] beginning) {
        return line.length >= beginning.length && isTorn(line, beginning);
    }

    private static boolean isTorn(byte[] line, byte[] beginning) {
        int length = Math.min(line.length, beginning.length);
        return Arrays.equals(line, 0, length, beginning, 0, length);
    }

    /** How many events came. */
    long events() {
        return events;
    }

    /** Up to where the export goes. */
    String end() {
        var end = Json.text(Json.read(last), "/end");
        return end.isEmpty() ? "its end, without any event" : end;
    }

    /**
     * @throws Stop when it is not whole
     */
    void read(Api api, String path) {
        try {
            api.stream(path, this::read);
        } catch (IOException lost) {
            throw new Stop(
                    ExitCode.UNREACHABLE,
                    "The server at %s went away after %,d events; %s."
                            .formatted(api.address(), events, sink.howToGoOn()));
        }
        requireWhole(api);
    }

    private void read(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            int from = 0;
            for (int at = 0; at < count; at++) {
                if (chunk[at] == '\n') {
                    line.write(chunk, from, at - from);
                    take(line.toByteArray());
                    line.reset();
                    from = at + 1;
                }
            }
            line.write(chunk, from, count - from);
        }
    }

    private void take(byte[] whole) {
        if (isEvent(whole)) {
            sink.add(whole);
            events++;
        } else {
            last = new String(whole, StandardCharsets.UTF_8);
        }
    }

    private void requireWhole(Api api) {
        if (last.startsWith("{\"end\":")) {
            return;
        }
        if (last.startsWith("{\"error\":")) {
            var error = Json.read(last);
            throw new Stop(
                    ExitCode.FAILED,
                    "The export ended after %,d events: %s (%s) Then %s."
                            .formatted(
                                    events,
                                    Json.text(error, "/error/detail"),
                                    Json.text(error, "/error/code"),
                                    sink.howToGoOn()));
        }
        throw new Stop(
                ExitCode.UNREACHABLE,
                "%s ended the export after %,d events without saying that it is whole; %s."
                        .formatted(api.address(), events, sink.howToGoOn()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

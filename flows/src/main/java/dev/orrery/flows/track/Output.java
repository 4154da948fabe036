package dev.orrery.flows.track;

import dev.orrery.flows.json.Json;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The lines of one run, numbered from 1 in the order in which they ended. */
final class Output {

    static final int LINE_CHARACTERS_MAX = 16_384;
    static final int OUTPUT_CHARACTERS_MAX = 10 * 1024 * 1024;
    private static final int CHUNK_LINES_MAX = 500;

    /** At three bytes a character, and escaped, far below the 1 MiB that a request may have. */
    private static final int CHUNK_CHARACTERS_MAX = 65_536;

    private final InstantSource clock;
    private final Open out;
    private final Open err;
    private final Deque<Json.Obj> lines = new ArrayDeque<>();
    private int number;
    private int left = OUTPUT_CHARACTERS_MAX;

    Output(InstantSource clock, Charset outCharset, Charset errCharset) {
        this.clock = clock;
        this.out = new Open("out", outCharset);
        this.err = new Open("err", errCharset);
    }

    synchronized void write(boolean isErr, byte[] bytes, int from, int length) {
        (isErr ? err : out).take(ByteBuffer.wrap(bytes, from, length));
    }

    /** What we have to say, after whatever was printed. */
    synchronized void note(String text) {
        end();
        text.lines().forEach(line -> add(clock.instant(), "err", line));
    }

    /** What is left of each stream is its last line. */
    synchronized void end() {
        out.end();
        err.end();
    }

    /** The next lines, as many as a request may hold. */
    synchronized List<Json> take() {
        var taken = new ArrayList<Json>();
        int characters = 0;
        while (!lines.isEmpty() && taken.size() < CHUNK_LINES_MAX) {
            characters += String.valueOf(lines.getFirst().text("text")).length();
            if (!taken.isEmpty() && characters > CHUNK_CHARACTERS_MAX) {
                break;
            }
            taken.add(lines.removeFirst());
        }
        return taken;
    }

    /** A line that somebody else has read. */
    synchronized void add(Instant time, String stream, String text) {
        if (left <= 0) {
            return;
        }
        left -= text.length() + 1;
        boolean isLast = left <= 0;
        lines.add(
                Json.object("number", Json.of(++number))
                        .with("time", Requests.text(time))
                        .with("stream", isLast ? "err" : stream)
                        .with(
                                "text",
                                isLast
                                        ? "What follows is more output than the 10 MiB that are"
                                                + " kept."
                                        : text.replace('\0', '\uFFFD')));
    }

    /** The line of a stream that has not ended yet. */
    private final class Open {

        private final String stream;
        private final CharsetDecoder decoder;
        private final StringBuilder line = new StringBuilder();
        private byte[] half = new byte[0];
        private boolean afterReturn;

        Open(String stream, Charset charset) {
            this.stream = stream;
            this.decoder =
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE);
        }

        void take(ByteBuffer bytes) {
            var all = ByteBuffer.allocate(half.length + bytes.remaining());
            all.put(half).put(bytes).flip();
            var characters = CharBuffer.allocate(all.remaining() + 1);
            decoder.decode(all, characters, false);
            half = new byte[all.remaining()];
            all.get(half);
            characters.flip().chars().forEach(c -> take((char) c));
        }

        /** A return ends a line too, so that a progress bar is seen while it moves. */
        private void take(char c) {
            boolean isPair = afterReturn && c == '\n';
            afterReturn = c == '\r';
            if (isPair) {
                return;
            }
            if (c == '\n' || c == '\r') {
                flush();
                return;
            }
            line.append(c);
            if (line.length() >= LINE_CHARACTERS_MAX - 1 && !Character.isHighSurrogate(c)) {
                flush();
            }
        }

        void end() {
            if (!line.isEmpty()) {
                flush();
            }
        }

        private void flush() {
            add(clock.instant(), stream, line.toString());
            line.setLength(0);
        }
    }
}

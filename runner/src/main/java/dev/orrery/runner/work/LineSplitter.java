package dev.orrery.runner.work;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of bytes as they come. Malformed UTF-8 becomes U+FFFD. A carriage return ends a line
 * too, so that a progress bar that never prints a line feed is seen while it moves; the pair of
 * both ends one line. Lines that are too long are split, between characters and not through a
 * secret.
 */
final class LineSplitter {

    private final Mask mask;
    private final int lineCharactersMax;
    private final Consumer<String> lines;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    // What the last bytes left undecoded: the beginning of a character, 3 bytes at most.
    private final ByteBuffer rest = ByteBuffer.allocate(8);
    private final StringBuilder line = new StringBuilder();
    private boolean returned;

    /**
     * @param lines gets each line, masked and without its break
     */
    LineSplitter(Mask mask, int lineCharactersMax, Consumer<String> lines) {
        this.mask = mask;
        this.lineCharactersMax = lineCharactersMax;
        this.lines = lines;
    }

    void feed(byte[] bytes, int length) {
        var in = ByteBuffer.allocate(rest.position() + length);
        in.put(rest.flip()).put(bytes, 0, length).flip();
        rest.clear();
        var out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        rest.put(in);
        take(out.flip());
    }

    /** No more bytes come: what is left is the last line. */
    void end() {
        var out = CharBuffer.allocate(rest.position() + 1);
        decoder.decode(rest.flip(), out, true);
        decoder.flush(out);
        take(out.flip());
        if (!line.isEmpty()) {
            emit();
        }
    }

    /** No more bytes are taken: what may be the beginning of a secret is not shown. */
    void cut() {
        var shown = new StringBuilder();
        mask.copy(line, Math.max(0, line.length() - mask.reach()), shown);
        line.setLength(0);
        if (!shown.isEmpty()) {
            lines.accept(shown.toString());
        }
    }

    private void take(CharBuffer characters) {
        while (characters.hasRemaining()) {
            char character = characters.get();
            boolean secondOfPair = returned && character == '\n';
            returned = character == '\r';
            if (secondOfPair) {
                continue;
            }
            if (character == '\n' || character == '\r') {
                emit();
                continue;
            }
            line.append(character);
            if (line.length() > lineCharactersMax + mask.reach()) {
                emitFirst();
            }
        }
    }

    private void emit() {
        while (line.length() > lineCharactersMax) {
            emitFirst();
            if (line.isEmpty()) {
                // A secret reached to the end, and an empty line more would be none of the run's.
                return;
            }
        }
        lines.accept(mask.apply(line.toString()));
        line.setLength(0);
    }

    private void emitFirst() {
        int until = lineCharactersMax;
        if (Character.isHighSurrogate(line.charAt(until - 1))) {
            until--;
        }
        var first = new StringBuilder(until);
        line.delete(0, mask.copy(line, until, first));
        lines.accept(first.toString());
    }
}

package dev.orrery.cli.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a process says, however much that is. */
final class Said {

    private static final int BYTES_MAX = 4_000;

    /** How long its output may be held open by what it has started. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final byte[] last = new byte[BYTES_MAX];
    private final Thread reader;
    private long bytes;

    private Said(InputStream output) {
        this.reader = Thread.ofVirtual().start(() -> read(output));
    }

    static Said by(Process process) {
        return new Said(process.getInputStream());
    }

    private void read(InputStream output) {
        var buffer = new byte[8_192];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException killed) {
            // What it said until then is kept.
        }
    }

    private synchronized void keep(byte[] buffer, int length) {
        for (int i = Math.max(0, length - BYTES_MAX); i < length; i++) {
            last[(int) ((bytes + i) % BYTES_MAX)] = buffer[i];
        }
        bytes += length;
    }

    /** Waits for the end of it, a moment at most. */
    String text() throws InterruptedException {
        reader.join(PATIENCE_MILLIS);
        synchronized (this) {
            int length = (int) Math.min(bytes, BYTES_MAX);
            var end = new byte[length];
            for (int i = 0; i < length; i++) {
                end[i] = last[(int) ((bytes - length + i) % BYTES_MAX)];
            }
            return new String(end, StandardCharsets.UTF_8).stripTrailing();
        }
    }
}

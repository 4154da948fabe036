package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started from a shell.
 *
 * @param process itself
 * @param out what it prints
 * @param err what it says
 */
record Typing(Process process, Path out, Path err) {

    private static final long SECONDS_MAX = 120;

    /** Waits until it has printed something. */
    Typing awaitPrinted(String words) {
        await("it prints " + words + "; it said " + read(err))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> read(out).contains(words) || !process.isAlive());
        assertThat(read(out)).as("it said: %s", read(err)).contains(words);
        return this;
    }

    /** A line for its standard input. */
    Typing tell(String line) throws IOException {
        var in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    Said ended() throws InterruptedException {
        boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("it ends; it said %s", read(err)).isTrue();
        return new Said(process.exitValue(), read(out), read(err));
    }

    /** As Ctrl-C does it. */
    Said stop() throws InterruptedException {
        process.destroy();
        return ended();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

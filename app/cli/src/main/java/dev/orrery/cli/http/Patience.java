package dev.orrery.cli.http;

import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for a server that was there and is away: it may only be starting again.
 *
 * @param most how long each time
 * @param say told once each time
 */
record Patience(Duration most, Consumer<String> say) {

    private static final long LOOK_EVERY_MILLIS = 500;

    static final Patience NONE = new Patience(Duration.ZERO, _ -> {});

    <T> T of(Supplier<T> question) {
        long start = System.nanoTime();
        for (boolean told = false; true; told = true) {
            try {
                return question.get();
            } catch (Stop away) {
                if (!isAway(away) || System.nanoTime() - start >= most.toNanos()) {
                    throw away;
                }
                if (!told) {
                    say.accept(
                            "The server does not answer; it is waited for, %d s at most."
                                    .formatted(most.toSeconds()));
                }
            }
            pause();
        }
    }

    /** Also when it is there again and has not yet read all that it must know. */
    private static boolean isAway(Stop stop) {
        return stop.exitCode() == ExitCode.UNREACHABLE || stop.exitCode() == ExitCode.TIMED_OUT;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }
}

package dev.orrery.runner.work;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Cancelled;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sees a process to its end: its own, or that of its time or of somebody's patience.
 *
 * @param child the process
 * @param folder where it leaves its result
 * @param capture reads its output
 * @param grace how long it may take to end when its time is over
 */
record Execution(Child child, RunFolder folder, OutputCapture capture, Duration grace) {

    /** How long output may be on its way after the process has ended. */
    private static final Duration OUTPUT_PATIENCE = Duration.ofMillis(500);

    /** How long what was printed may take to be handed on. */
    private static final Duration BUSY_PATIENCE = Duration.ofSeconds(30);

    /** How long one may take from closing its output to being gone. */
    private static final Duration EXIT_PATIENCE = Duration.ofMillis(100);

    /** How long those may take to end that the process left behind. */
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(1);

    private static final long FOR_EVER_SECONDS = Integer.MAX_VALUE;

    private static final int REFUSAL_BYTES_MAX = 2_000;

    private enum End {
        BY_ITSELF,
        OUT_OF_TIME,
        ASKED
    }

    private enum Pace {
        GOES,
        STANDS,
        CANNOT_STAND
    }

    Outcome await(@Nullable Integer timeoutSeconds, Steering steering)
            throws IOException, InterruptedException {
        return switch (firstEnd(timeoutSeconds, steering)) {
            case BY_ITSELF -> ended();
            case OUT_OF_TIME -> outOfTime(timeoutSeconds == null ? 0 : timeoutSeconds, steering);
            case ASKED -> cancelled(steering);
        };
    }

    /** Follows what is said meanwhile; while the work stands still, so does its time. */
    private End firstEnd(@Nullable Integer timeoutSeconds, Steering steering)
            throws InterruptedException {
        var exit = child.process().onExit();
        long left = SECONDS.toNanos(timeoutSeconds == null ? FOR_EVER_SECONDS : timeoutSeconds);
        var pace = Pace.GOES;
        for (; ; ) {
            var next = steering.next();
            if (exit.isDone()) {
                return End.BY_ITSELF;
            }
            if (steering.isToEnd()) {
                return End.ASKED;
            }
            pace = follow(steering, pace);
            long since = System.nanoTime();
            long patience = pace == Pace.STANDS ? SECONDS.toNanos(FOR_EVER_SECONDS) : left;
            if (!isDone(CompletableFuture.anyOf(exit, next), patience)) {
                return End.OUT_OF_TIME;
            }
            left -= pace == Pace.STANDS ? 0 : System.nanoTime() - since;
        }
    }

    private Pace follow(Steering steering, Pace pace) throws InterruptedException {
        if (steering.isToStandStill()) {
            return pace == Pace.GOES ? standStill() : pace;
        }
        child.tree().goOn();
        return Pace.GOES;
    }

    private Pace standStill() throws InterruptedException {
        // The environment too: what has left the session and lost its parent is ours all the same.
        child.tree().addNaming(folder.path().toString());
        if (child.tree().standStill()) {
            return Pace.STANDS;
        }
        capture.note("The run can't be paused on this system; it goes on, and so does its time.");
        return Pace.CANNOT_STAND;
    }

    private static boolean isDone(CompletableFuture<?> future, long patienceNanos)
            throws InterruptedException {
        try {
            future.get(patienceNanos, NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("neither of the two can fail", impossible);
        }
    }

    private Outcome ended() throws IOException, InterruptedException {
        sweep();
        int code = child.process().exitValue();
        if (code == 0) {
            return new Completed(capture.masked(ResultFile.read(folder, capture::note)));
        }
        byte[] refusal = folder.read(folder.refusal(), REFUSAL_BYTES_MAX);
        if (refusal != null) {
            String why = capture.masked(new String(refusal, StandardCharsets.UTF_8));
            return new Failed(FailureKind.NOT_STARTED, code, why);
        }
        return new Failed(FailureKind.EXIT_CODE, code, ExitCode.sentence(code));
    }

    /** A run's processes end with the run, also those that it sent to the background. */
    private void sweep() throws InterruptedException {
        capture.awaitEnd(OUTPUT_PATIENCE);
        // Also when nobody holds the pipe: a daemon leaves the session and closes what it has.
        child.tree().addNaming(folder.path().toString());
        int left = child.tree().membersAfter(EXIT_PATIENCE);
        if (left > 0) {
            int unkillable = child.tree().end(LEFTOVER_GRACE);
            capture.note(
                    "The process left %s behind; %s ended with it."
                            .formatted(
                                    left == 1 ? "a process" : left + " processes",
                                    left == 1 ? "it was" : "they were"));
            noteUnkillable(unkillable);
        }
        readToTheEnd();
    }

    private void readToTheEnd() throws InterruptedException {
        switch (capture.awaitEnd(OUTPUT_PATIENCE, BUSY_PATIENCE)) {
            case DONE -> {}
            case HELD -> {
                capture.note(
                        "Something outside the run holds its output open; nothing more of it is"
                                + " kept.");
                capture.abandon();
            }
            case BUSY -> {
                capture.note("There was more output than the log took in time; the rest is lost.");
                capture.abandon();
            }
        }
    }

    private Outcome outOfTime(int seconds, Steering steering) throws InterruptedException {
        // Through the steering, so that a lease that is lost meanwhile still cuts it short.
        steering.end(grace);
        end(steering);
        return new Failed(
                FailureKind.TIMED_OUT,
                null,
                "The run was still executing after its time-out of %s and was ended."
                        .formatted(seconds == 1 ? "a second" : seconds + " seconds"));
    }

    private Outcome cancelled(Steering steering) throws InterruptedException {
        long asked = System.nanoTime();
        boolean killed = end(steering);
        double seconds = (System.nanoTime() - asked) / 1e9;
        return new Cancelled(
                (killed
                                ? "The process did not end by itself and was killed after %.1f"
                                        + " seconds."
                                : "The process ended %.1f seconds after it was told to.")
                        .formatted(seconds));
    }

    private boolean end(Steering steering) throws InterruptedException {
        // The environment too: what has left the session and lost its parent is ours all the same.
        child.tree().addNaming(folder.path().toString());
        noteUnkillable(child.tree().end(steering::graceNanosLeft));
        boolean killed = steering.graceNanosLeft() <= 0;
        readToTheEnd();
        return killed;
    }

    private void noteUnkillable(int processes) {
        if (processes > 0) {
            capture.note(processes + " processes of the run could not be killed.");
        }
    }
}

package dev.orrery.projections.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a run: what a runner took and did not give back.
 *
 * @param number from 1
 * @param runner who held it; none where a process executes the run by itself
 * @param leasedAt when a runner took it
 * @param startedAt when the work began
 * @param endedAt when it ended
 * @param cause how it ended
 * @param exitCode of its process, where there was one that failed
 * @param message why, as a sentence, where it did not end well
 */
public record AttemptView(
        int number,
        @Nullable String runner,
        @Nullable Instant leasedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Cause cause,
        @Nullable Integer exitCode,
        @Nullable String message) {

    /** How an attempt can end. */
    public enum Cause {
        COMPLETED,
        FAILED,
        TIMED_OUT,
        CRASHED,
        CANCELLED
    }

    /** One that nobody has begun. */
    static AttemptView of(int number) {
        return new AttemptView(number, null, null, null, null, null, null, null);
    }

    AttemptView leased(@Nullable String by, Instant at) {
        return new AttemptView(number, by, at, null, null, null, null, null);
    }

    /** It may be said again, as of a run that was paused; it began the first time. */
    AttemptView started(Instant at) {
        return startedAt != null
                ? this
                : new AttemptView(number, runner, leasedAt, at, null, null, null, null);
    }

    AttemptView ended(Instant at, Cause how, @Nullable Integer newExitCode, @Nullable String why) {
        return new AttemptView(number, runner, leasedAt, startedAt, at, how, newExitCode, why);
    }
}

package dev.orrery.projections.view;

import static dev.orrery.projections.view.StateType.CANCELLED;
import static dev.orrery.projections.view.StateType.CANCELLING;
import static dev.orrery.projections.view.StateType.COMPLETED;
import static dev.orrery.projections.view.StateType.CRASHED;
import static dev.orrery.projections.view.StateType.FAILED;
import static dev.orrery.projections.view.StateType.PAUSED;
import static dev.orrery.projections.view.StateType.PENDING;
import static dev.orrery.projections.view.StateType.RUNNING;
import static dev.orrery.projections.view.StateType.SCHEDULED;

import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is in its life.
 *
 * @param type what filters go by
 * @param name what people read, finer than the type; Prefect's names
 * @param message why, as a sentence
 * @param time since when
 */
public record RunState(StateType type, String name, @Nullable String message, Instant time) {

    /** The name of a state in which the work stands still. */
    private static final String PAUSED_NAME = "Paused";

    /** Of a run that failed because it ran, or waited, for longer than it may. */
    static final String TIMED_OUT = "TimedOut";

    private static final String AWAITING_RETRY = "AwaitingRetry";
    private static final String AWAITING_SLOT = "AwaitingConcurrencySlot";

    /**
     * The state that an event leads to, or null where the run stays in the one it is in.
     *
     * @param before the run before the event, looked up where it matters
     */
    static @Nullable RunState after(
            RunEvent event, Instant time, Supplier<@Nullable RunProgress> before) {
        return switch (event) {
            case RunEvent.RunRequested _ -> new RunState(SCHEDULED, "Scheduled", null, time);
            case RunEvent.RunTracked e -> of(e);
            case RunEvent.RunAdmitted _ -> admitted(of(event, before), time);
            case RunEvent.RunAwaitsSlot e ->
                    new RunState(SCHEDULED, AWAITING_SLOT, e.message(), time);
            case RunEvent.RunRetryScheduled e ->
                    new RunState(SCHEDULED, AWAITING_RETRY, why(e.failure()), time);
            case RunEvent.RunPaused _ -> paused(of(event, before), time);
            case RunEvent.RunResumed _ -> resumed(of(event, before), time);
            case TrackedRunChanged e -> of(e);
            case RunEvent.RunLate e -> new RunState(SCHEDULED, "Late", e.message(), time);
            case RunEvent.RunLeased _ -> new RunState(PENDING, "Pending", null, time);
            case RunEvent.RunReturned e -> new RunState(SCHEDULED, "Scheduled", e.message(), time);
            case RunEvent.RunStarted e -> running(e.attempt(), time);
            case RunEvent.RunCompleted _ -> new RunState(COMPLETED, "Completed", null, time);
            case RunEvent.RunFailed e -> new RunState(FAILED, name(e.kind()), e.message(), time);
            // What follows from it is an event of its own.
            case RunEvent.RunLeaseExpired _ -> null;
            case RunEvent.RunCrashed e -> new RunState(CRASHED, "Crashed", e.message(), time);
            case RunEvent.RunCancelRequested _ ->
                    new RunState(CANCELLING, "Cancelling", null, time);
            case RunEvent.RunCancelled e -> new RunState(CANCELLED, "Cancelled", e.message(), time);
            case TrackedRunEnded e -> of(e);
        };
    }

    private static RunProgress of(RunEvent event, Supplier<@Nullable RunProgress> before) {
        var run = before.get();
        if (run == null) {
            throw new IllegalStateException(
                    "the log speaks of run " + event.run() + ", never asked for");
        }
        return run;
    }

    /** One that found a slot at once has waited for none. */
    private static @Nullable RunState admitted(RunProgress before, Instant time) {
        return before.state().name().equals(AWAITING_SLOT)
                ? new RunState(SCHEDULED, "Scheduled", null, time)
                : null;
    }

    private static RunState paused(RunProgress before, Instant time) {
        var name = before.state().type() == RUNNING ? PAUSED_NAME : "Suspended";
        return new RunState(PAUSED, name, null, time);
    }

    private static RunState resumed(RunProgress before, Instant time) {
        if (before.state().name().equals(PAUSED_NAME)) {
            return running(before.attempt(), time);
        }
        var due = before.nextAttemptAt();
        boolean awaitsRetry = before.attempt() > 0 && due != null && due.isAfter(time);
        return new RunState(SCHEDULED, awaitsRetry ? AWAITING_RETRY : "Resuming", null, time);
    }

    private static RunState running(int attempt, Instant time) {
        return new RunState(RUNNING, attempt > 1 ? "Retrying" : "Running", null, time);
    }

    private static RunState of(RunTracked event) {
        var tracked = event.tracked();
        var type = StateType.valueOf(tracked.state().name());
        return new RunState(type, type.usualName(), null, tracked.startedAt());
    }

    private static @Nullable String why(@Nullable AttemptFailure failure) {
        return failure == null ? null : failure.message();
    }

    private static RunState of(TrackedRunChanged event) {
        return said(event.state().name(), event.name(), event.message(), event.changedAt());
    }

    private static RunState of(TrackedRunEnded event) {
        return said(event.end().name(), event.name(), event.message(), event.endedAt());
    }

    /** A state by the word of the process, which may call it as it likes. */
    private static RunState said(
            String state, @Nullable String name, @Nullable String message, Instant time) {
        var type = StateType.valueOf(state);
        return new RunState(type, name == null ? type.usualName() : name, message, time);
    }

    private static String name(FailureKind kind) {
        return switch (kind) {
            case EXIT_CODE, NOT_STARTED -> "Failed";
            case TIMED_OUT, QUEUE_TIMED_OUT -> TIMED_OUT;
        };
    }
}

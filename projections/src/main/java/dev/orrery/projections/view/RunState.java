package dev.orrery.projections.view;

import static dev.orrery.projections.view.StateType.CANCELLED;
import static dev.orrery.projections.view.StateType.CANCELLING;
import static dev.orrery.projections.view.StateType.COMPLETED;
import static dev.orrery.projections.view.StateType.CRASHED;
import static dev.orrery.projections.view.StateType.FAILED;
import static dev.orrery.projections.view.StateType.PENDING;
import static dev.orrery.projections.view.StateType.RUNNING;
import static dev.orrery.projections.view.StateType.SCHEDULED;

import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import java.time.Instant;
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

    /** The state that an event leads to, or null where the run stays in the one it is in. */
    static @Nullable RunState after(RunEvent event, Instant time) {
        return switch (event) {
            case RunEvent.RunRequested _ -> new RunState(SCHEDULED, "Scheduled", null, time);
            case RunEvent.RunTracked e ->
                    new RunState(RUNNING, "Running", null, e.tracked().startedAt());
            case RunEvent.RunLate e -> new RunState(SCHEDULED, "Late", e.message(), time);
            case RunEvent.RunLeased _ -> new RunState(PENDING, "Pending", null, time);
            case RunEvent.RunReturned e -> new RunState(SCHEDULED, "Scheduled", e.message(), time);
            case RunEvent.RunStarted _ -> new RunState(RUNNING, "Running", null, time);
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

    private static RunState of(TrackedRunEnded event) {
        var time = event.endedAt();
        return switch (event.end()) {
            case COMPLETED -> new RunState(COMPLETED, "Completed", null, time);
            case FAILED -> new RunState(FAILED, "Failed", event.message(), time);
            case CRASHED -> new RunState(CRASHED, "Crashed", event.message(), time);
            case CANCELLED -> new RunState(CANCELLED, "Cancelled", event.message(), time);
        };
    }

    private static String name(FailureKind kind) {
        return switch (kind) {
            case EXIT_CODE, NOT_STARTED -> "Failed";
            case TIMED_OUT -> "TimedOut";
        };
    }
}

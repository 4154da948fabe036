package dev.orrery.projections.view;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.orrery.projections.view.AttemptView.Cause;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The attempts at a run, read from its events as the {@link Timeline} is. */
public final class Attempts {

    private final TreeMap<Integer, AttemptView> attempts = new TreeMap<>();

    /** Adds the next event of the run, as it is stored. */
    public Attempts with(byte[] row) {
        var event = ViewJson.read(row, Event.class);
        var data = event.data;
        switch (event.type) {
            case "RunTracked", "TrackedRunChanged" -> track(event.state);
            case "RunLeased" -> change(data.number(), it -> it.leased(data.runner, event.time));
            case "RunReturned" -> attempts.remove(data.number());
            case "RunStarted" -> change(data.number(), it -> it.started(event.time));
            case "RunRetryScheduled" -> end(data.failure, event.time);
            case "RunCompleted", "RunFailed", "RunCrashed", "RunCancelled", "TrackedRunEnded" ->
                    endLast(event);
            default -> {}
        }
        return this;
    }

    public List<AttemptView> attempts() {
        return List.copyOf(attempts.values());
    }

    /** A process that executes a run by itself does so once. */
    private void track(EventView.@Nullable State state) {
        if (state != null && state.type() == StateType.RUNNING) {
            change(1, it -> it.started(state.time()));
        }
    }

    private void end(@Nullable Failure failure, Instant at) {
        if (failure != null) {
            var cause =
                    switch (failure.cause) {
                        case FAILED -> Cause.FAILED;
                        case TIMED_OUT -> Cause.TIMED_OUT;
                        case CRASHED -> Cause.CRASHED;
                    };
            change(failure.attempt, it -> it.ended(at, cause, failure.exitCode, failure.message));
        }
    }

    /** The run may end while it waits, and so before its first attempt or after its last. */
    private void endLast(Event event) {
        var last = attempts.lastEntry();
        var state = event.state;
        if (last != null && last.getValue().endedAt() == null && state != null) {
            var data = event.data;
            change(
                    last.getKey(),
                    it -> it.ended(state.time(), cause(event), data.exitCode, data.message));
        }
    }

    private static Cause cause(Event event) {
        var state = requireNonNull(event.state);
        return state.name().equals(RunState.TIMED_OUT)
                ? Cause.TIMED_OUT
                : Cause.valueOf(state.type().name());
    }

    private void change(int number, UnaryOperator<AttemptView> how) {
        attempts.compute(number, (_, it) -> how.apply(it == null ? AttemptView.of(number) : it));
    }

    /** The parts of an {@link EventView} that matter here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Event(String type, Instant time, EventView.@Nullable State state, Data data) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Data(
            @Nullable Integer attempt,
            @Nullable String runner,
            @Nullable Integer exitCode,
            @Nullable String message,
            @Nullable Failure failure) {

        int number() {
            return requireNonNull(attempt);
        }
    }

    /** How an attempt ended that another one follows. */
    private record Failure(
            int attempt, RetryOn cause, @Nullable Integer exitCode, String message) {}
}

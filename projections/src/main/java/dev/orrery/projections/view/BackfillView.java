package dev.orrery.projections.view;

import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backfill: the making up for the nominal times of a range of a schedule, in order.
 *
 * @param id its id
 * @param deployment whose schedule it is
 * @param schedule the name of the schedule
 * @param from the first moment of the range
 * @param to the last moment of the range
 * @param atOnce how many of its runs may be under way at once
 * @param count how many nominal times there are in the range
 * @param requested for how many of them a run was requested
 * @param underWay how many of these runs have not ended
 * @param completed how many of these runs completed
 * @param failed how many of these runs ended otherwise: failed, crashed or cancelled
 * @param next the nominal time that runs next; none after the last and when it has ended
 * @param state how it goes
 * @param message why it ended, as a sentence
 * @param actor who asked for it
 * @param startedAt when it was asked for
 * @param endedAt when it ended
 */
public record BackfillView(
        UUID id,
        UUID deployment,
        String schedule,
        Instant from,
        Instant to,
        int atOnce,
        int count,
        int requested,
        int underWay,
        int completed,
        int failed,
        @Nullable Instant next,
        State state,
        @Nullable String message,
        String actor,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** How a backfill goes. */
    public enum State {
        RUNNING,
        COMPLETED,
        CANCELLED,
        STOPPED
    }

    static BackfillView of(BackfillStarted event, String actor, Instant time) {
        return new BackfillView(
                event.backfill().value(),
                event.deployment().value(),
                event.name(),
                event.from(),
                event.to(),
                event.atOnce(),
                event.count(),
                0,
                0,
                0,
                0,
                event.next(),
                State.RUNNING,
                null,
                actor,
                time,
                null);
    }

    BackfillView fired(@Nullable Instant newNext) {
        return counting(requested + 1, underWay + 1, completed, failed, newNext);
    }

    /** One of its runs ended, or one that had ended is attempted once more. */
    BackfillView moved(StateType from, StateType to) {
        int moreEnded = one(to.isEnd()) - one(from.isEnd());
        int moreCompleted = one(to == StateType.COMPLETED) - one(from == StateType.COMPLETED);
        return counting(
                requested,
                underWay - moreEnded,
                completed + moreCompleted,
                failed + moreEnded - moreCompleted,
                next);
    }

    private static int one(boolean counts) {
        return counts ? 1 : 0;
    }

    private BackfillView counting(
            int newRequested,
            int newUnderWay,
            int newCompleted,
            int newFailed,
            @Nullable Instant newNext) {
        return new BackfillView(
                id,
                deployment,
                schedule,
                from,
                to,
                atOnce,
                count,
                newRequested,
                newUnderWay,
                newCompleted,
                newFailed,
                newNext,
                state,
                message,
                actor,
                startedAt,
                endedAt);
    }

    BackfillView ended(State end, String why, Instant time) {
        return new BackfillView(
                id,
                deployment,
                schedule,
                from,
                to,
                atOnce,
                count,
                requested,
                underWay,
                completed,
                failed,
                null,
                end,
                why,
                actor,
                startedAt,
                time);
    }
}

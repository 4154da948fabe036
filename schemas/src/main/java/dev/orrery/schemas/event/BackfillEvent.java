package dev.orrery.schemas.event;

import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a backfill: the making up for the nominal times of a range, in order. */
public sealed interface BackfillEvent extends Event {

    BackfillId backfill();

    @Override
    default BackfillId subject() {
        return backfill();
    }

    /**
     * Somebody wants the nominal times of a range to run.
     *
     * @param backfill its id
     * @param deployment whose schedule it is
     * @param schedule the schedule
     * @param name of the schedule
     * @param from the first moment of the range
     * @param to the last moment of the range
     * @param count how many nominal times there are in it
     * @param atOnce how many of its runs may be under way at once
     * @param next the nominal time that runs first
     */
    record BackfillStarted(
            BackfillId backfill,
            DeploymentId deployment,
            ScheduleId schedule,
            String name,
            Instant from,
            Instant to,
            int count,
            int atOnce,
            Instant next)
            implements BackfillEvent {}

    /**
     * A run was requested for the next nominal time.
     *
     * @param backfill its id
     * @param nominal the time
     * @param run the run requested
     * @param underWay its runs that had not ended by then, this one included
     * @param next the nominal time that runs next; none after the last
     */
    record BackfillFired(
            BackfillId backfill,
            Instant nominal,
            RunId run,
            List<RunId> underWay,
            @Nullable Instant next)
            implements BackfillEvent {
        public BackfillFired {
            underWay = List.copyOf(underWay);
        }
    }

    /**
     * It requests no more runs.
     *
     * @param backfill its id
     * @param end why
     * @param message why, as a sentence for people
     */
    record BackfillEnded(BackfillId backfill, BackfillEnd end, String message)
            implements BackfillEvent {}
}

package dev.orrery.schemas.event;

import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a run is: a schedule that fired, or, when there is none, somebody's command.
 *
 * @param schedule the schedule that fired
 * @param nominal the nominal time that the run is for: the schedule's, or that of the run that it
 *     does again
 * @param backfill that made up for the nominal time, where it did not come by itself
 * @param parent the run whose work asked for this one
 * @param rerunOf the run that this one does again
 */
public record RunCause(
        @Nullable ScheduleId schedule,
        @Nullable Instant nominal,
        @Nullable BackfillId backfill,
        @Nullable RunId parent,
        @Nullable RunId rerunOf) {

    public static final RunCause COMMAND = asked(null, null, null);

    /** Somebody asked for it, or the work of a run did. */
    public static RunCause asked(
            @Nullable RunId parent, @Nullable RunId rerunOf, @Nullable Instant nominal) {
        return new RunCause(null, nominal, null, parent, rerunOf);
    }

    /** Somebody asked for what a run did once more, for the nominal time that it did it for. */
    public static RunCause rerun(RunId of, @Nullable Instant nominal) {
        return asked(null, of, nominal);
    }

    /** A nominal time came. */
    public static RunCause scheduled(ScheduleId schedule, Instant nominal) {
        return new RunCause(schedule, nominal, null, null, null);
    }
}

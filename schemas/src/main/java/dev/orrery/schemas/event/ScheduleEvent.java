package dev.orrery.schemas.event;

import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;

/**
 * What happens to one schedule of a deployment. Each event says which nominal time is next, so the
 * state of a schedule needs no calendar to be rebuilt.
 */
public sealed interface ScheduleEvent extends Event {

    ScheduleId schedule();

    @Override
    default ScheduleId subject() {
        return schedule();
    }

    /**
     * The schedule waits for its next nominal time.
     *
     * @param schedule its id
     * @param deployment whose schedule it is
     * @param name its name in the deployment
     * @param next the nominal time that fires next
     */
    record ScheduleStarted(ScheduleId schedule, DeploymentId deployment, String name, Instant next)
            implements ScheduleEvent {}

    /**
     * A nominal time came and a run was requested for it.
     *
     * @param schedule its id
     * @param nominal the time that fired
     * @param run the run requested
     * @param next the nominal time that fires next
     */
    record ScheduleFired(ScheduleId schedule, Instant nominal, RunId run, Instant next)
            implements ScheduleEvent {}

    /**
     * Nominal times passed with no run.
     *
     * @param schedule its id
     * @param first the first nominal time not run
     * @param last the last nominal time not run
     * @param count how many, from 1
     * @param reason why, as a sentence for people
     * @param next the nominal time that fires next
     */
    record ScheduleSkipped(
            ScheduleId schedule,
            Instant first,
            Instant last,
            long count,
            String reason,
            Instant next)
            implements ScheduleEvent {}

    /**
     * The schedule waits for nothing: its deployment was paused, deleted or changed.
     *
     * @param schedule its id
     */
    record ScheduleStopped(ScheduleId schedule) implements ScheduleEvent {}
}

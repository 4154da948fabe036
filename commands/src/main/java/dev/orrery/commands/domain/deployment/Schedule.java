package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;

/** One schedule of a deployment, as far as decisions need it. */
public sealed interface Schedule {

    Stopped STOPPED = new Stopped();

    /** It waits for nothing, or never was. */
    record Stopped() implements Schedule {}

    /**
     * It waits for a nominal time.
     *
     * @param id its id
     * @param deployment whose it is
     * @param name its name in the deployment
     * @param next the nominal time that fires next
     */
    record Waiting(ScheduleId id, DeploymentId deployment, String name, Instant next)
            implements Schedule {
        Waiting until(Instant later) {
            return new Waiting(id, deployment, name, later);
        }
    }

    static Schedule evolve(Schedule before, ScheduleEvent event) {
        return switch (event) {
            case ScheduleStarted e -> new Waiting(e.schedule(), e.deployment(), e.name(), e.next());
            case ScheduleFired e -> waiting(before).until(e.next());
            case ScheduleSkipped e -> waiting(before).until(e.next());
            case ScheduleStopped _ -> STOPPED;
        };
    }

    private static Waiting waiting(Schedule before) {
        return switch (before) {
            case Waiting waiting -> waiting;
            case Stopped _ ->
                    throw new IllegalStateException("the log fires a schedule that is stopped");
        };
    }
}

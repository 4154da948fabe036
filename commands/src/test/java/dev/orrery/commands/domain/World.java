package dev.orrery.commands.domain;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of one deployment, its schedules and its runs: nothing but the fold of their events.
 */
public final class World {

    private Deployment deployment = Deployment.ABSENT;
    private final Map<ScheduleId, Schedule> schedules = new LinkedHashMap<>();
    private final Map<RunId, Run> runs = new LinkedHashMap<>();
    private final Map<AggregateId, Long> versions = new LinkedHashMap<>();

    public void evolve(Event event, Instant at) {
        versions.merge(event.subject(), 1L, Long::sum);
        switch (event) {
            case DeploymentEvent e -> deployment = Deployment.evolve(deployment, e);
            case ScheduleEvent e ->
                    schedules.put(e.schedule(), Schedule.evolve(schedule(e.schedule()), e));
            case RunEvent e -> runs.put(e.run(), Run.evolve(run(e.run()), e, at));
        }
    }

    public Deployment deployment() {
        return deployment;
    }

    public Schedule schedule(ScheduleId schedule) {
        return schedules.getOrDefault(schedule, Schedule.STOPPED);
    }

    public Run run(RunId run) {
        return runs.getOrDefault(run, Run.ABSENT);
    }

    public Map<ScheduleId, Schedule> schedules() {
        return schedules;
    }

    public Map<RunId, Run> runs() {
        return runs;
    }

    public Map<AggregateId, Long> versions() {
        return versions;
    }
}

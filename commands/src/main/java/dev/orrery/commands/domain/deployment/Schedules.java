package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The active schedules of a deployment's document, by name.
 *
 * @param deployment whose they are
 * @param active name to document, in the document's order
 */
record Schedules(DeploymentId deployment, Map<String, ScheduleDocument> active) {

    static Schedules of(DeploymentId deployment, DeploymentDocument document) {
        var active = new LinkedHashMap<String, ScheduleDocument>();
        for (var schedule : document.schedules()) {
            if (schedule.active()) {
                active.put(schedule.name(), schedule);
            }
        }
        return new Schedules(deployment, active);
    }

    /** Each begins to wait for its first nominal time after now. */
    List<ScheduleEvent> started(Instant now) {
        return changedFrom(new Schedules(deployment, Map.of()), now);
    }

    /** None waits any more. */
    List<ScheduleEvent> stopped() {
        return active.keySet().stream().<ScheduleEvent>map(this::stop).toList();
    }

    /**
     * Those that are gone stop, those that are new or have another rule start. The others go on
     * undisturbed: to change a description must not move a nominal time.
     */
    List<ScheduleEvent> changedFrom(Schedules before, Instant now) {
        var events = new ArrayList<ScheduleEvent>();
        for (var name : before.active.keySet()) {
            if (!active.containsKey(name)) {
                events.add(stop(name));
            }
        }
        for (var schedule : active.values()) {
            var old = before.active.get(schedule.name());
            if (old == null || !Rule.of(old).equals(Rule.of(schedule))) {
                restart(schedule, old, now).ifPresent(events::add);
            }
        }
        return events;
    }

    /** What was over before it began stops at most. */
    private Optional<ScheduleEvent> restart(
            ScheduleDocument schedule, @Nullable ScheduleDocument old, Instant now) {
        var id = ScheduleId.of(deployment, schedule.name());
        var next = Rule.of(schedule).next(now);
        if (next.isPresent()) {
            return Optional.of(new ScheduleStarted(id, deployment, schedule.name(), next.get()));
        }
        return old == null ? Optional.empty() : Optional.of(stop(schedule.name()));
    }

    private ScheduleEvent stop(String name) {
        return new ScheduleStopped(ScheduleId.of(deployment, name));
    }
}

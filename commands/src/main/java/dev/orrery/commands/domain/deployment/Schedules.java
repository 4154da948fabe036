package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.calendar.Timetable;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
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

    /** Those that there are: none where there is no deployment. */
    static Schedules of(DeploymentId id, Deployment deployment) {
        return switch (deployment) {
            case Live live -> of(id, live.document());
            case Absent _, Deleted _ -> new Schedules(id, Map.of());
        };
    }

    /** Those that fire: none while it is paused. */
    static Schedules firing(DeploymentId id, Deployment deployment) {
        return switch (deployment) {
            case Live live when live.pace() == Pace.PAUSED -> new Schedules(id, Map.of());
            case Live _, Absent _, Deleted _ -> of(id, deployment);
        };
    }

    /** Whether it is one of them, by its name and its times; what nobody understands is not. */
    boolean includes(ScheduleDocument schedule) {
        var known = active.get(schedule.name());
        return known != null
                && Timetable.ifUnderstood(known).isPresent()
                && Timetable.ifUnderstood(known).equals(Timetable.ifUnderstood(schedule));
    }

    /** Each begins to wait for its first nominal time after now. */
    List<ScheduleEvent> started(Instant now) {
        return changedFrom(new Schedules(deployment, Map.of()), now);
    }

    /** None waits any more; what was over stopped by itself. */
    List<ScheduleEvent> stopped(Instant now) {
        return active.values().stream()
                .filter(schedule -> !isOver(schedule, now))
                .<ScheduleEvent>map(schedule -> stop(schedule.name()))
                .toList();
    }

    /**
     * Whether it has stopped by itself: a schedule is settled before anything else may stop it, so
     * that one with no next time waits for none. One that nobody understands waits for ever.
     */
    private static boolean isOver(ScheduleDocument schedule, Instant now) {
        return Timetable.ifUnderstood(schedule)
                .filter(timetable -> timetable.next(now).isEmpty())
                .isPresent();
    }

    /**
     * Those that are gone stop, those that are new or have other times start. The others go on
     * undisturbed: to change a description must not move a nominal time.
     */
    List<ScheduleEvent> changedFrom(Schedules before, Instant now) {
        var events = new ArrayList<ScheduleEvent>();
        for (var old : before.active.values()) {
            if (!active.containsKey(old.name()) && !isOver(old, now)) {
                events.add(stop(old.name()));
            }
        }
        for (var schedule : active.values()) {
            if (!before.includes(schedule)) {
                restart(schedule, before.active.get(schedule.name()), now).ifPresent(events::add);
            }
        }
        return events;
    }

    /** What was over before it began stops at most. */
    private Optional<ScheduleEvent> restart(
            ScheduleDocument schedule, @Nullable ScheduleDocument old, Instant now) {
        var id = ScheduleId.of(deployment, schedule.name());
        var next = Timetable.ifUnderstood(schedule).flatMap(timetable -> timetable.next(now));
        if (next.isPresent()) {
            return Optional.of(new ScheduleStarted(id, deployment, schedule.name(), next.get()));
        }
        return old == null || isOver(old, now)
                ? Optional.empty()
                : Optional.of(stop(schedule.name()));
    }

    private ScheduleEvent stop(String name) {
        return new ScheduleStopped(ScheduleId.of(deployment, name));
    }
}

package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
import dev.orrery.commands.domain.deployment.Schedule.Stopped;
import dev.orrery.commands.domain.deployment.Schedule.Waiting;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what happens when a schedule's nominal time has come. */
public final class ScheduleDecider {

    private final DocumentRules rules;

    public ScheduleDecider(DocumentRules rules) {
        this.rules = rules;
    }

    /**
     * Fires the latest nominal time that has come, and records those before it as skipped: after
     * hours away the flow runs once and not a hundred times. Where nobody serves the pool, all are
     * skipped.
     */
    public Decision due(Schedule schedule, Deployment deployment, Instant now) {
        return switch (schedule) {
            case Stopped _ -> unchanged();
            case Waiting waiting when waiting.next().isAfter(now) -> unchanged();
            case Waiting waiting ->
                    switch (deployment) {
                        case Live live when live.pace() == Pace.SCHEDULED ->
                                document(live, waiting.name())
                                        .map(document -> settle(waiting, live, document, now))
                                        .orElseGet(Decision::unchanged);
                        case Live _, Absent _, Deleted _ -> unchanged();
                    };
        };
    }

    private Decision settle(Waiting waiting, Live live, ScheduleDocument document, Instant now) {
        var rule = Rule.of(document);
        var come = rule.come(waiting.next(), now);
        var after = rule.next(come.last());
        var pool = live.document().pool();
        var events = new ArrayList<Event>();
        if (rules.serves(pool)) {
            fire(waiting, live, document, come, after.orElse(come.last()), events);
        } else {
            var why = DocumentRules.notServed(pool);
            var next = after.orElse(come.last());
            events.add(skipped(waiting, come.count(), come.last(), why, next));
        }
        if (after.isEmpty()) {
            events.add(new ScheduleStopped(waiting.id()));
        }
        return accept(events);
    }

    private static void fire(
            Waiting waiting,
            Live live,
            ScheduleDocument document,
            Rule.Come come,
            Instant next,
            List<Event> events) {
        var nominal = come.last();
        if (come.count() > 1) {
            var why = "The server was away or behind; only the latest nominal time runs.";
            events.add(skipped(waiting, come.count() - 1, come.beforeLast(), why, nominal));
        }
        var requested = RunRequests.bySchedule(live, waiting.id(), document, nominal);
        events.add(new ScheduleFired(waiting.id(), nominal, requested.run(), next));
        events.add(requested);
    }

    private static Event skipped(
            Waiting waiting, long count, Instant last, String reason, Instant next) {
        return new ScheduleSkipped(waiting.id(), waiting.next(), last, count, reason, next);
    }

    private static Optional<ScheduleDocument> document(Live live, String name) {
        return live.document().schedules().stream()
                .filter(schedule -> schedule.name().equals(name))
                .findFirst();
    }
}

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
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
        var rule = IntervalRule.of(Objects.requireNonNull(document.interval()));
        long come = rule.count(waiting.next(), now);
        var pool = live.document().pool();
        return rules.serves(pool)
                ? fire(waiting, live, document, come - 1)
                : accept(skipped(waiting, rule, come, DocumentRules.notServed(pool)));
    }

    private static Decision fire(
            Waiting waiting, Live live, ScheduleDocument document, long missed) {
        var rule = IntervalRule.of(Objects.requireNonNull(document.interval()));
        var nominal = rule.plus(waiting.next(), missed);
        var requested = RunRequests.bySchedule(live, waiting.id(), document, nominal);
        var events = new ArrayList<Event>();
        if (missed > 0) {
            events.add(
                    skipped(
                            waiting,
                            rule,
                            missed,
                            "The server was away or behind; only the latest nominal time runs."));
        }
        events.add(
                new ScheduleFired(waiting.id(), nominal, requested.run(), rule.plus(nominal, 1)));
        events.add(requested);
        return accept(events);
    }

    private static Event skipped(Waiting waiting, IntervalRule rule, long count, String reason) {
        return new ScheduleSkipped(
                waiting.id(),
                waiting.next(),
                rule.plus(waiting.next(), count - 1),
                count,
                reason,
                rule.plus(waiting.next(), count));
    }

    private static Optional<ScheduleDocument> document(Live live, String name) {
        return live.document().schedules().stream()
                .filter(schedule -> schedule.name().equals(name))
                .findFirst();
    }
}

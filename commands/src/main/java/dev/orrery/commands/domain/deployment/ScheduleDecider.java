package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.calendar.Rule;
import dev.orrery.commands.domain.calendar.Timetable;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.deployment.Deployment.Pace;
import dev.orrery.commands.domain.deployment.Schedule.Stopped;
import dev.orrery.commands.domain.deployment.Schedule.Waiting;
import dev.orrery.commands.domain.slot.Admission.Accepted;
import dev.orrery.commands.domain.slot.Admission.Skipped;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what happens when a schedule's nominal time has come. */
public final class ScheduleDecider {

    /** What is not older than this is not missed, whatever the schedule makes up for. */
    private static final long ON_TIME_SECONDS = 60;

    private final DocumentRules rules;

    public ScheduleDecider(DocumentRules rules) {
        this.rules = rules;
    }

    /** A schedule whose next nominal time has come, and may have been followed by others. */
    private record Due(
            Waiting waiting,
            Live live,
            ScheduleDocument document,
            Timetable timetable,
            Slots slots,
            Instant at) {

        Rule.Come come(Instant until) {
            return timetable.come(waiting.next(), until);
        }

        List<Event> skip(Rule.Come come, String reason) {
            return ended(come.last(), next -> skipped(come.count(), come.last(), reason, next));
        }

        Event skipped(long count, Instant last, String reason, Instant next) {
            return new ScheduleSkipped(waiting.id(), waiting.next(), last, count, reason, next);
        }

        /** The last of its nominal times ends a schedule. */
        List<Event> ended(Instant last, Function<Instant, Event> event) {
            return timetable
                    .next(last)
                    .map(next -> List.of(event.apply(next)))
                    .orElseGet(() -> List.of(event.apply(last), new ScheduleStopped(waiting.id())));
        }
    }

    /**
     * Settles what has come, with one run at most a decision: a schedule that has more to catch up
     * with waits for a time that has come, and is due again at once. What does not run is skipped,
     * with the reason: by the schedule's catch-up policy, or all where nobody serves the pool.
     */
    public Decision due(Schedule schedule, Deployment deployment, Slots slots, Instant now) {
        return come(schedule, deployment, slots, now)
                .map(due -> accept(settle(due)))
                .orElseGet(Decision::unchanged);
    }

    /** Skips what has come, where a change of the deployment can't wait for all of it to run. */
    public Decision giveUp(Schedule schedule, Deployment deployment, Slots slots, Instant now) {
        var why = "The deployment changed before the schedule had made up for what it missed.";
        return come(schedule, deployment, slots, now)
                .map(due -> accept(due.skip(due.come(now), why)))
                .orElseGet(Decision::unchanged);
    }

    /**
     * Skips what a decision would have settled that could not be written down, so that the schedule
     * goes on.
     *
     * @param why as a sentence for people
     */
    public Decision fail(
            Schedule schedule, Deployment deployment, Slots slots, String why, Instant now) {
        return come(schedule, deployment, slots, now)
                .map(due -> accept(due.skip(due.come(settled(due)), why)))
                .orElseGet(Decision::unchanged);
    }

    /** Until when one decision settles what has come. */
    private static Instant settled(Due due) {
        return switch (due.document().catchUp().policy()) {
            case ALL -> due.waiting().next();
            case LATEST, NONE -> due.at();
        };
    }

    /** The schedules that a change of their deployment stops, or starts anew. */
    public static List<ScheduleId> disturbed(Deployment before, Deployment after) {
        return switch (before) {
            case Live live -> {
                var kept = Schedules.firing(live.id(), after);
                yield Schedules.of(live.id(), live.document()).active().values().stream()
                        .filter(schedule -> !kept.includes(schedule))
                        .map(schedule -> ScheduleId.of(live.id(), schedule.name()))
                        .toList();
            }
            case Absent _, Deleted _ -> List.of();
        };
    }

    private static Optional<Due> come(
            Schedule schedule, Deployment deployment, Slots slots, Instant now) {
        return switch (schedule) {
            case Stopped _ -> Optional.empty();
            case Waiting waiting when waiting.next().isAfter(now) -> Optional.empty();
            case Waiting waiting ->
                    switch (deployment) {
                        case Live live when live.pace() == Pace.SCHEDULED ->
                                live.schedule(waiting.name())
                                        .flatMap(document ->
                                                Timetable.ifUnderstood(document)
                                                        .map(timetable ->
                                                                new Due(
                                                                        waiting, live, document,
                                                                        timetable, slots, now)));
                        case Live _, Absent _, Deleted _ -> Optional.empty();
                    };
        };
    }

    private List<Event> settle(Due due) {
        var pool = due.live().document().pool();
        if (!rules.serves(pool)) {
            return due.skip(due.come(due.at()), DocumentRules.notServed(pool));
        }
        var catchUp = due.document().catchUp();
        var window = catchUp.windowSeconds();
        var old = window == null ? "" : "It is older than the " + window + " s to make up for.";
        return switch (catchUp.policy()) {
            case ALL -> eachSince(since(due, window), old, due);
            case LATEST ->
                    latestSince(
                            since(due, window),
                            old,
                            "The server was away or behind; only the latest nominal time runs.",
                            due);
            case NONE -> {
                var why = "The server was away or behind, and the schedule makes up for nothing.";
                yield latestSince(since(due, ON_TIME_SECONDS), why, why, due);
            }
        };
    }

    private static Instant since(Due due, @Nullable Long windowSeconds) {
        return windowSeconds == null ? Instant.MIN : due.at().minusSeconds(windowSeconds);
    }

    private static List<Event> eachSince(Instant oldest, String old, Due due) {
        var next = due.waiting().next();
        return next.isBefore(oldest)
                ? due.skip(due.come(oldest.minusMillis(1)), old)
                : fire(due, next);
    }

    private static List<Event> latestSince(Instant oldest, String old, String notLatest, Due due) {
        var come = due.come(due.at());
        if (come.last().isBefore(oldest)) {
            return due.skip(come, old);
        }
        var events = new ArrayList<Event>();
        if (come.count() > 1) {
            events.add(due.skipped(come.count() - 1, come.beforeLast(), notLatest, come.last()));
        }
        events.addAll(fire(due, come.last()));
        return events;
    }

    /** Its run, or why there is none: one run at most, so the slots are those from before it. */
    private static List<Event> fire(Due due, Instant nominal) {
        var waiting = due.waiting();
        var requested = RunRequests.bySchedule(due.live(), waiting.id(), due.document(), nominal);
        return switch (RunRequests.admission(due.live(), due.slots(), requested, due.at())) {
            case Accepted accepted -> {
                var run = requested.run();
                var events =
                        new ArrayList<>(
                                due.ended(
                                        nominal,
                                        next ->
                                                new ScheduleFired(
                                                        waiting.id(), nominal, run, next)));
                events.add(1, requested);
                events.addAll(2, accepted.events());
                yield events;
            }
            case Skipped(var reason) ->
                    due.ended(
                            nominal,
                            next ->
                                    new ScheduleSkipped(
                                            waiting.id(), nominal, nominal, 1, reason, next));
        };
    }
}

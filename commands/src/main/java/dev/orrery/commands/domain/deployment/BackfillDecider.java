package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.calendar.Timetable;
import dev.orrery.commands.domain.deployment.Backfill.Ended;
import dev.orrery.commands.domain.deployment.Backfill.UnderWay;
import dev.orrery.commands.domain.deployment.Deployment.Absent;
import dev.orrery.commands.domain.deployment.Deployment.Deleted;
import dev.orrery.commands.domain.deployment.Deployment.Live;
import dev.orrery.commands.domain.slot.Admission;
import dev.orrery.commands.domain.slot.Claim;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides about backfills: that one starts, what it requests when, and that it ends. */
public final class BackfillDecider {

    private final DocumentRules rules;

    public BackfillDecider(DocumentRules rules) {
        this.rules = rules;
    }

    /** Begins one, whether or not its schedule is active: somebody asks for it. */
    Decision start(Live live, BackfillSchedule asked, DeploymentContext context, Asked by) {
        var schedule = live.schedule(asked.schedule());
        if (schedule.isEmpty()) {
            return refuse(
                    Refusal.SCHEDULE_NOT_FOUND,
                    "The deployment has no schedule '" + FirstWrong.shown(asked.schedule()) + "'.");
        }
        var pool = live.document().pool();
        if (!rules.serves(pool)) {
            return refuse(Refusal.POOL_UNKNOWN, DocumentRules.notServed(pool));
        }
        if (context.backfills().size() >= Limits.BACKFILLS_MAX) {
            return refuse(
                    Refusal.TOO_MANY_BACKFILLS,
                    "There are 20 backfills of this deployment under way; wait for one to end, or"
                            + " cancel one.");
        }
        return check(asked, schedule.get(), by.at())
                .<Decision>map(Decision.Refused::new)
                .orElseGet(() -> start(live, asked, Timetable.of(schedule.get()), by));
    }

    private static Optional<Rejected> check(
            BackfillSchedule asked, ScheduleDocument schedule, Instant now) {
        var wrong = new FirstWrong();
        // What an earlier version accepted may ask for more than a decision can do.
        ScheduleRules.check(wrong, "/schedule", schedule);
        wrong.require(
                asked.atOnce() >= 1 && asked.atOnce() <= Limits.BACKFILL_AT_ONCE_MAX,
                "/atOnce",
                "Of a backfill 1 to 100 runs are under way at once.");
        ScheduleRules.checkTime(wrong, "/from", asked.from());
        wrong.require(
                !asked.to().isBefore(asked.from()),
                "/to",
                "A range does not end before it begins.");
        wrong.require(
                !asked.to().isAfter(now),
                "/to",
                "A range ends now at the latest; what is to come the schedule runs by itself.");
        return wrong.found();
    }

    private static Decision start(
            Live live, BackfillSchedule asked, Timetable timetable, Asked by) {
        var first = timetable.from(asked.from()).filter(next -> !next.isAfter(asked.to()));
        if (first.isEmpty()) {
            return new Decision.Refused(
                    Refusal.INVALID_COMMAND.of(
                            "/from", "The schedule has no nominal time in this range."));
        }
        int count = timetable.count(asked.from(), asked.to(), Limits.BACKFILL_TIMES_MAX + 1);
        if (count > Limits.BACKFILL_TIMES_MAX) {
            return new Decision.Refused(
                    Refusal.INVALID_COMMAND.of(
                            "/to",
                            "The range has more than 10,000 nominal times; ask for it in parts."));
        }
        return accept(
                new BackfillStarted(
                        BackfillId.of(live.id(), by.actor(), by.command(), by.at()),
                        live.id(),
                        ScheduleId.of(live.id(), asked.schedule()),
                        asked.schedule(),
                        asked.from(),
                        asked.to(),
                        count,
                        asked.atOnce(),
                        first.get()));
    }

    static Decision cancel(CancelBackfill asked, DeploymentContext context) {
        return context.backfills().stream()
                .filter(backfill -> backfill.id().equals(asked.backfill()))
                .findFirst()
                .map(backfill ->
                        accept(
                                new BackfillEnded(
                                        backfill.id(),
                                        BackfillEnd.CANCELLED,
                                        "Somebody cancelled it.")))
                .orElseGet(() ->
                        refuse(
                                Refusal.BACKFILL_NOT_FOUND,
                                "The deployment has no such backfill, or it has ended."));
    }

    /** Ends each whose schedule is not what it was: other nominal times are another range. */
    static List<Event> stopped(Live before, Deployment after, DeploymentContext context) {
        var events = new ArrayList<Event>();
        for (var backfill : context.backfills()) {
            var name = backfill.name();
            var now = times(after, name);
            if (now.isEmpty() || !now.equals(times(before, name))) {
                events.add(
                        new BackfillEnded(
                                backfill.id(),
                                BackfillEnd.STOPPED,
                                now.isEmpty()
                                        ? "Its schedule is no more."
                                        : "Its schedule has other times now."));
            }
        }
        return events;
    }

    private static Optional<Timetable> times(Deployment deployment, String schedule) {
        return switch (deployment) {
            case Live live -> live.schedule(schedule).map(Timetable::of);
            case Absent _, Deleted _ -> Optional.empty();
        };
    }

    /**
     * Requests the run of the next nominal time, where there is room for it, or ends. One run a
     * decision: a backfill that has room for more is due again at once.
     *
     * @param slots of the deployment: a backfill's run waits for one, whatever the policy
     * @param goesOn whether a run has not ended
     */
    public Decision due(
            Backfill backfill,
            Deployment deployment,
            Slots slots,
            Predicate<RunId> goesOn,
            Instant now) {
        return switch (backfill) {
            case Ended _ -> unchanged();
            case UnderWay underWay ->
                    switch (deployment) {
                        case Live live ->
                                live.schedule(underWay.name())
                                        .map(schedule ->
                                                advance(
                                                        underWay, live, slots, schedule, goesOn,
                                                        now))
                                        .orElseGet(Decision::unchanged);
                        case Absent _, Deleted _ -> unchanged();
                    };
        };
    }

    private Decision advance(
            UnderWay backfill,
            Live live,
            Slots slots,
            ScheduleDocument schedule,
            Predicate<RunId> goesOn,
            Instant now) {
        var going = backfill.underWay().stream().filter(goesOn).toList();
        var nominal = backfill.next();
        if (nominal == null) {
            return going.isEmpty()
                    ? end(backfill, BackfillEnd.COMPLETED, "All of its runs have ended.")
                    : unchanged();
        }
        if (going.size() >= backfill.atOnce()) {
            return unchanged();
        }
        var pool = live.document().pool();
        if (!rules.serves(pool)) {
            return end(backfill, BackfillEnd.STOPPED, DocumentRules.notServed(pool));
        }
        var requested = RunRequests.byBackfill(live, backfill.id(), schedule, nominal, now);
        var all = new ArrayList<>(going);
        all.add(requested.run());
        var next =
                Timetable.of(schedule)
                        .next(nominal)
                        .filter(time -> !time.isAfter(backfill.to()))
                        .orElse(null);
        var events = new ArrayList<Event>();
        events.add(new BackfillFired(backfill.id(), nominal, requested.run(), all, next));
        events.add(requested);
        var claim = new Claim(requested.run(), now, requested.priority());
        events.addAll(Admission.queue(live.document().concurrency(), slots, claim).events());
        return accept(events);
    }

    /**
     * Ends one whose next step could not be written down.
     *
     * @param why as a sentence for people
     */
    public static Decision fail(UnderWay backfill, String why) {
        return end(backfill, BackfillEnd.STOPPED, why);
    }

    private static Decision end(UnderWay backfill, BackfillEnd end, String message) {
        return accept(new BackfillEnded(backfill.id(), end, message));
    }
}

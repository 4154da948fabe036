package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Each nominal time is fired or skipped once, in order, and it is the schedule's document alone
 * that says which there are, and which of those that were missed run.
 */
final class SchedulePromises {

    /** What is no older than this runs also where nothing is made up for. */
    private static final long ON_TIME_SECONDS = 60;

    /**
     * So many decisions, of all schedules, come before a change of the deployment skips the rest.
     */
    private static final int FIRES_BEFORE_CHANGE = 100;

    private static final class Known {
        private final DeploymentId deployment;
        private final String name;
        private ScheduleDocument document;
        private @Nullable Instant next;
        private @Nullable Instant latest;
        private long work;
        private int decidedInWork;

        private Known(DeploymentId deployment, String name, ScheduleDocument document) {
            this.deployment = deployment;
            this.name = name;
            this.document = document;
        }

        private NominalTimes times() {
            return new NominalTimes(document);
        }

        private void decide(Task.Pending pending) {
            decidedInWork = work == pending.work() ? decidedInWork + 1 : 1;
            work = pending.work();
        }
    }

    private final DeploymentPromises deployments;
    private final Map<ScheduleId, Known> all = new HashMap<>();
    private final Map<RunId, Instant> fired = new HashMap<>();

    SchedulePromises(DeploymentPromises deployments) {
        this.deployments = deployments;
    }

    /** When everything has been worked off, no nominal time that has come is left. */
    void requireOnTime(Instant now) {
        for (var known : all.values()) {
            require(
                    known.next == null || !known.next.isBefore(now),
                    "the schedule %s fires when its time has come: %s",
                    known.name,
                    known.next);
        }
    }

    /** What waits is in a document, and what is in a document waits. */
    void requireComplete(Instant now) {
        deployments.eachDocument((deployment, document) -> {
            for (var schedule : document.schedules()) {
                var known = all.get(ScheduleId.of(deployment, schedule.name()));
                var waits = known != null && known.next != null;
                var may = schedule.active() && deployments.isScheduled(deployment);
                require(
                        waits ? may : !may || new NominalTimes(schedule).after(now) == null,
                        "an active schedule waits for its next time, and no other: %s",
                        schedule);
            }
        });
        for (var known : all.values()) {
            require(
                    known.next == null
                            || deployments.schedule(known.deployment, known.name).isPresent(),
                    "a schedule that is gone waits for nothing: %s",
                    known.name);
        }
    }

    void keep(ScheduleEvent event, Instant at, Task.Pending pending) {
        switch (event) {
            case ScheduleStarted e -> start(e, at);
            case ScheduleFired e -> {
                var known = waiting(e);
                require(e.nominal().equals(known.next), "the announced time fires: %s", e);
                require(!e.nominal().isAfter(at), "no time fires before it has come: %s", e);
                requireMadeUp(known, e, at);
                pass(known, e.nominal(), e.next());
                known.decide(pending);
                require(
                        fired.put(e.run(), e.nominal()) == null,
                        "a nominal time fires once: %s",
                        e);
            }
            case ScheduleSkipped e -> {
                var known = waiting(e);
                require(e.first().equals(known.next), "the announced time is skipped: %s", e);
                require(!e.last().isAfter(at), "no time is skipped before it has come: %s", e);
                require(
                        e.count() == known.times().steps(e.first(), e.last()),
                        "as many are skipped as there are: %s",
                        e);
                requireNotMadeUp(known, e, at, pending);
                known.decide(pending);
                pass(known, e.last(), e.next());
            }
            case ScheduleStopped e -> {
                var known = waiting(e);
                requireSettled(known, e, at);
                known.next = null;
            }
        }
    }

    /** A nominal time that has come does not vanish when its schedule stops or has other times. */
    private static void requireSettled(Known known, ScheduleEvent event, Instant at) {
        var next = known.next;
        require(
                next == null || next.isAfter(at) || next.equals(known.latest),
                "%s had come before %s",
                next,
                event);
    }

    /** The policy runs this time. */
    private void requireMadeUp(Known known, ScheduleFired e, Instant at) {
        require(
                !isTooOld(known, e.nominal(), at),
                "what is too old does not fire: %s at %s",
                e,
                at);
        require(
                policy(known) == CatchUpPolicy.ALL || isLatest(known, e.nominal(), at),
                "only the latest of what was missed fires: %s at %s",
                e,
                at);
    }

    /** Nothing is skipped that the policy runs and that has room. */
    private void requireNotMadeUp(
            Known known, ScheduleSkipped e, Instant at, Task.Pending pending) {
        var byPolicy =
                isTooOld(known, e.last(), at)
                        || (policy(known) != CatchUpPolicy.ALL && !isLatest(known, e.last(), at));
        var noRoom =
                e.count() == 1
                        && deployments.collision(known.deployment) == Collision.SKIP
                        && !deployments.hasRoom(known.deployment);
        var cause = pending.cause();
        var byChange =
                cause != null
                        && cause.said() instanceof DeploymentCommand
                        && known.work == pending.work()
                        && known.decidedInWork
                                >= FIRES_BEFORE_CHANGE / deployments.schedules(known.deployment);
        require(byPolicy || noRoom || byChange, "what is made up for is not skipped: %s", e);
    }

    private ScheduleDocument now(Known known) {
        return deployments.schedule(known.deployment, known.name).orElse(known.document);
    }

    private CatchUpPolicy policy(Known known) {
        return now(known).catchUp().policy();
    }

    private boolean isTooOld(Known known, Instant nominal, Instant at) {
        Long seconds =
                policy(known) == CatchUpPolicy.NONE
                        ? Long.valueOf(ON_TIME_SECONDS)
                        : now(known).catchUp().windowSeconds();
        return seconds != null && nominal.isBefore(at.minusSeconds(seconds));
    }

    private static boolean isLatest(Known known, Instant nominal, Instant at) {
        var next = known.times().after(nominal);
        return next == null || next.isAfter(at);
    }

    private void start(ScheduleStarted e, Instant at) {
        var document = deployments.schedule(e.deployment(), e.name());
        require(
                document.isPresent() && deployments.isScheduled(e.deployment()),
                "only a schedule that is there starts: %s",
                e);
        var known =
                all.computeIfAbsent(
                        e.schedule(),
                        _ -> new Known(e.deployment(), e.name(), document.orElseThrow()));
        requireSettled(known, e, at);
        known.document = document.orElseThrow();
        var first = known.times().after(at);
        require(
                e.next().equals(first),
                "a schedule waits for its first time after now: %s, not %s",
                first,
                e);
        known.next = e.next();
    }

    /** After the last one, a schedule stops. */
    private static void pass(Known known, Instant nominal, Instant next) {
        require(
                known.latest == null || nominal.isAfter(known.latest),
                "no nominal time comes twice: %s after %s",
                nominal,
                known.latest);
        known.latest = nominal;
        var expected = known.times().after(nominal);
        require(
                next.equals(expected == null ? nominal : expected),
                "%s follows %s and not %s",
                expected,
                nominal,
                next);
        known.next = next;
    }

    /** A run that says that it is of a schedule is the one that fired, and starts in time. */
    void requested(RunRequested event) {
        var schedule = event.cause().schedule();
        if (event.cause().backfill() != null) {
            return;
        }
        var nominal = event.cause().nominal();
        require(
                Objects.equals(schedule == null ? null : nominal, fired.get(event.run())),
                "a run of a schedule is one that fired: %s",
                event);
        if (nominal != null && schedule != null) {
            long jitter = now(Objects.requireNonNull(all.get(schedule))).jitterSeconds();
            require(
                    !event.scheduledFor().isBefore(nominal)
                            && !event.scheduledFor().isAfter(nominal.plusSeconds(jitter)),
                    "a run starts within the jitter after its time: %s",
                    event);
        }
    }

    private Known waiting(ScheduleEvent event) {
        var known = all.get(event.schedule());
        require(known != null && known.next != null, "only what waits goes on: %s", event);
        return Objects.requireNonNull(known);
    }
}

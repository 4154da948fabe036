package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Backfill;
import dev.orrery.commands.domain.deployment.BackfillDecider;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.slot.Slots;
import dev.orrery.commands.processor.Timers.AdvanceBackfill;
import dev.orrery.commands.processor.Timers.Announce;
import dev.orrery.commands.processor.Timers.CallNext;
import dev.orrery.commands.processor.Timers.CheckLate;
import dev.orrery.commands.processor.Timers.CheckLease;
import dev.orrery.commands.processor.Timers.CheckQueueTimeout;
import dev.orrery.commands.processor.Timers.FireSchedule;
import dev.orrery.commands.processor.Timers.ForgetRuns;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Does what is due, for a bounded time a turn, so that commands never wait long for the clock. */
final class Clockwork {

    private static final long TURN_NANOS_MAX = 50_000_000;

    /** A command does not wait for all that its schedules may have to catch up with. */
    private static final int FIRES_BEFORE_CHANGE_MAX = 100;

    private final int partition;
    private final PartitionState state;
    private final Timers timers;
    private final Liveness liveness;
    private final Holders holders;
    private final Queues queues;
    private final Ledger ledger;
    private final ScheduleDecider schedules;
    private final BackfillDecider backfills;
    private final Duration timeoutGrace;
    private final LongSupplier nanos;

    /**
     * @param timeoutGrace how much longer than it may a run goes on before it is ended from here
     */
    Clockwork(
            int partition,
            PartitionState state,
            Timers timers,
            Liveness liveness,
            Holders holders,
            Queues queues,
            Ledger ledger,
            DocumentRules rules,
            Duration timeoutGrace,
            LongSupplier nanos) {
        this.partition = partition;
        this.state = state;
        this.timers = timers;
        this.liveness = liveness;
        this.holders = holders;
        this.queues = queues;
        this.ledger = ledger;
        this.schedules = new ScheduleDecider(rules);
        this.backfills = new BackfillDecider(rules);
        this.timeoutGrace = timeoutGrace;
        this.nanos = nanos;
    }

    /** When the next thing is due; never, when nothing is. */
    long nextDue() {
        return timers.nextDue();
    }

    void turn(long now) {
        long start = nanos.getAsLong();
        while (timers.hasDue(now) && nanos.getAsLong() - start < TURN_NANOS_MAX) {
            switch (timers.next()) {
                case FireSchedule timer -> fire(timer.schedule(), now);
                case AdvanceBackfill timer -> advance(timer.backfill(), now);
                case Announce timer -> announce(timer, now);
                case CheckLate timer -> checkLate(timer, now);
                case CheckQueueTimeout timer ->
                        act(timer.run(), new RunAction.CheckQueueTimeout(), now);
                case CallNext timer -> callNext(timer.deployment(), now);
                case CheckLease timer -> {
                    holders.checkLease(timer, now);
                    checkTimeout(timer.run(), now);
                }
                case ForgetRuns timer -> timer.runs().forget(now);
            }
        }
    }

    /**
     * Does what is due of the schedules that a change of their deployment is about to disturb: a
     * nominal time that has come and whose timer has not rung yet must not vanish with its
     * schedule. The others go on and lose nothing.
     *
     * @param change what the deployment will be; asked only where something is due
     */
    void ring(Deployment deployment, Supplier<Deployment> change, long now) {
        var at = ledger.now(now);
        if (due(deployment, Deployment.ABSENT, at).isEmpty()) {
            return;
        }
        var disturbed = due(deployment, change.get(), at);
        disturbed.forEach(id -> ring(id, FIRES_BEFORE_CHANGE_MAX / disturbed.size(), now));
    }

    private List<ScheduleId> due(Deployment before, Deployment after, Instant at) {
        return ScheduleDecider.disturbed(before, after).stream()
                .filter(id -> isDue(id, at))
                .toList();
    }

    private boolean isDue(ScheduleId id, Instant at) {
        return switch (state.schedule(id).state()) {
            case Schedule.Waiting waiting -> !waiting.next().isAfter(at);
            case Schedule.Stopped _ -> false;
        };
    }

    private void ring(ScheduleId id, int firesMax, long now) {
        int fires = 0;
        while (fires < firesMax && fire(id, now)) {
            fires++;
        }
        settle(id, schedules::giveUp, now);
    }

    /** Whether anything came of it; what can't be written down is skipped, and says so. */
    private boolean fire(ScheduleId id, long now) {
        return switch (settle(id, schedules::due, now)) {
            case Ledger.Settled.Done done -> !done.entries().isEmpty();
            case Ledger.Settled.Refused(var refusal) ->
                    isSettled(
                            settle(
                                    id,
                                    (schedule, deployment, slots, at) ->
                                            schedules.fail(
                                                    schedule,
                                                    deployment,
                                                    slots,
                                                    refusal.message(),
                                                    at),
                                    now));
        };
    }

    private Ledger.Settled settle(ScheduleId id, Timekeeping decider, long now) {
        var stored = state.schedule(id);
        return switch (stored.state()) {
            case Schedule.Stopped _ -> new Ledger.Settled.Done(List.of());
            case Schedule.Waiting waiting -> {
                var deployment = state.deployment(waiting.deployment()).state();
                var slots = state.slots().of(waiting.deployment());
                yield ledger.settle(
                        waiting.deployment(),
                        clock(stored.sequence()),
                        at -> decider.decide(waiting, deployment, slots, at),
                        now);
            }
        };
    }

    private static boolean isSettled(Ledger.Settled settled) {
        return switch (settled) {
            case Ledger.Settled.Done done -> !done.entries().isEmpty();
            case Ledger.Settled.Refused _ -> false;
        };
    }

    /** What becomes of a schedule's nominal times that have come. */
    private interface Timekeeping {
        Decision decide(Schedule schedule, Deployment deployment, Slots slots, Instant now);
    }

    private void advance(BackfillId id, long now) {
        var stored = state.backfill(id);
        switch (stored.state()) {
            case Backfill.Ended _ -> {}
            case Backfill.UnderWay underWay -> {
                var deployment = state.deployment(underWay.deployment()).state();
                var slots = state.slots().of(underWay.deployment());
                var cause = clock(stored.sequence());
                var settled =
                        ledger.settle(
                                underWay.deployment(),
                                cause,
                                at -> backfills.due(underWay, deployment, slots, this::goesOn, at),
                                now);
                switch (settled) {
                    case Ledger.Settled.Done _ -> {}
                    case Ledger.Settled.Refused(var refusal) ->
                            ledger.settle(
                                    underWay.deployment(),
                                    cause,
                                    _ -> BackfillDecider.fail(underWay, refusal.message()),
                                    now);
                }
            }
        }
    }

    private boolean goesOn(RunId run) {
        return switch (state.run(run).state()) {
            case Run.Waiting _, Run.Held _ -> true;
            case Run.Absent _, Run.Ended _, Run.ByProcess _ -> false;
        };
    }

    private Cause clock(long sequence) {
        return Cause.of(Cause.CLOCK, new EventId(partition, sequence));
    }

    private void announce(Announce timer, long now) {
        var stored = state.run(timer.run());
        if (stored.version() != timer.version()) {
            return;
        }
        switch (stored.state()) {
            // Where its deployment has a limit it may have to wait; then that is what happens.
            case Run.Queued _, Run.Late _
                    when act(timer.run(), new RunAction.Due(timer.entered()), now) -> {}
            case Run.Queued queued -> liveness.announce(queued, timer.times(), now);
            case Run.Late late -> liveness.announce(late, timer.times(), now);
            case Run.AwaitingSlot _, Run.Suspended _ -> {}
            case Run.Absent _, Run.Held _, Run.Ended _, Run.ByProcess _ -> {}
        }
    }

    private void callNext(DeploymentId deployment, long now) {
        var next = queues.take(deployment);
        if (next.isPresent() && act(next.get(), new RunAction.Due(), now)) {
            queues.call(deployment, now);
        }
    }

    /** Whether anything happened. */
    private boolean act(RunId id, RunAction action, long now) {
        var stored = state.run(id);
        return switch (stored.state()) {
            case Run.Known run ->
                    isSettled(
                            ledger.settle(
                                    run.root(),
                                    clock(stored.sequence()),
                                    at -> StoredRun.of(id, state).decide(action, at),
                                    now));
            case Run.Absent _ -> false;
        };
    }

    private void checkLate(CheckLate timer, long now) {
        if (state.run(timer.run()).version() == timer.version()) {
            act(timer.run(), new RunAction.Overdue(liveness.whyLate(timer.run())), now);
        }
    }

    /**
     * Looks at the time-out of a run whenever its lease is looked at, which is once a lease's
     * length: it is there for a runner that does not end what runs too long, or what is cancelled,
     * and needs no timer.
     */
    private void checkTimeout(RunId run, long now) {
        switch (state.run(run).state()) {
            case Run.Running _, Run.Cancelling _ ->
                    act(run, new RunAction.CheckTimeout(timeoutGrace), now);
            case Run.Waiting _, Run.Leased _, Run.Paused _, Run.Ended _ -> {}
            case Run.Absent _, Run.ByProcess _ -> {}
        }
    }
}

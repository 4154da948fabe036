package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.deployment.ScheduleDecider;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.domain.run.RunAction;
import dev.orrery.commands.domain.run.RunDecider;
import dev.orrery.commands.processor.Timers.Announce;
import dev.orrery.commands.processor.Timers.CheckLate;
import dev.orrery.commands.processor.Timers.CheckLease;
import dev.orrery.commands.processor.Timers.FireSchedule;
import dev.orrery.commands.processor.Timers.ForgetRun;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;

/** Does what is due, for a bounded time a turn, so that commands never wait long for the clock. */
final class Clockwork {

    private static final long TURN_NANOS_MAX = 50_000_000;

    private final int partition;
    private final PartitionState state;
    private final Timers timers;
    private final Liveness liveness;
    private final Ledger ledger;
    private final ScheduleDecider schedules;

    Clockwork(
            int partition,
            PartitionState state,
            Timers timers,
            Liveness liveness,
            Ledger ledger,
            ScheduleDecider schedules) {
        this.partition = partition;
        this.state = state;
        this.timers = timers;
        this.liveness = liveness;
        this.ledger = ledger;
        this.schedules = schedules;
    }

    /** When the next thing is due; never, when nothing is. */
    long nextDue() {
        return timers.nextDue();
    }

    void turn(long now) {
        long start = System.nanoTime();
        while (timers.hasDue(now) && System.nanoTime() - start < TURN_NANOS_MAX) {
            switch (timers.next()) {
                case FireSchedule timer -> fire(timer.schedule(), now);
                case Announce timer -> announce(timer, now);
                case CheckLate timer -> checkLate(timer.run(), now);
                case CheckLease timer -> liveness.checkLease(timer, now);
                case ForgetRun timer -> forget(timer.run());
            }
        }
    }

    /**
     * Rings the schedules of a deployment that is about to change: a nominal time that has come and
     * whose timer has not rung yet must not vanish with the schedule.
     */
    void ring(Deployment deployment, long now) {
        switch (deployment) {
            case Deployment.Live live ->
                    live.document()
                            .schedules()
                            .forEach(each -> fire(ScheduleId.of(live.id(), each.name()), now));
            case Deployment.Absent _, Deployment.Deleted _ -> {}
        }
    }

    private void fire(ScheduleId id, long now) {
        var stored = state.schedule(id);
        switch (stored.state()) {
            case Schedule.Stopped _ -> {}
            case Schedule.Waiting waiting -> {
                var deployment = state.deployment(waiting.deployment()).state();
                var cause = Cause.of(Cause.CLOCK, new EventId(partition, stored.sequence()));
                ledger.settle(
                        waiting.deployment(),
                        cause,
                        at -> schedules.due(waiting, deployment, at),
                        now);
            }
        }
    }

    private void announce(Announce timer, long now) {
        var stored = state.run(timer.run());
        if (stored.version() != timer.version()) {
            return;
        }
        switch (stored.state()) {
            case Run.Waiting waiting -> liveness.announce(waiting, timer.times(), now);
            case Run.Absent _, Run.Held _, Run.Ended _, Run.ByProcess _ -> {}
        }
    }

    private void checkLate(RunId run, long now) {
        var stored = state.run(run);
        if (stored.state() instanceof Run.Queued queued && liveness.isLate(queued, now)) {
            var action = new RunAction.Overdue(liveness.whyLate(run));
            ledger.settle(
                    queued.deployment(),
                    Cause.of(Cause.CLOCK, new EventId(partition, stored.sequence())),
                    at -> RunDecider.decide(queued, action, at),
                    now);
        }
    }

    private void forget(RunId run) {
        switch (state.run(run).state()) {
            case Run.Ended _, Run.TrackedEnded _ -> state.forget(run);
            case Run.Absent _, Run.Waiting _, Run.Held _, Run.Tracked _ -> {}
        }
    }
}

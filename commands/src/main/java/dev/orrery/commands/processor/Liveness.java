package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.processor.Timers.Announce;
import dev.orrery.commands.processor.Timers.CheckLate;
import dev.orrery.commands.processor.Timers.CheckLease;
import dev.orrery.commands.processor.Timers.FireSchedule;
import dev.orrery.commands.processor.Timers.ForgetRun;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Report;
import java.util.List;

/** Sets the timers and sends the signals that follow from what happened. */
final class Liveness {

    /** Doubling ends here: once an hour is often enough for a pool that nobody serves. */
    private static final long ANNOUNCE_AGAIN_MILLIS_MAX = 3_600_000;

    /** The first pause after a run was given back; doubles each time, since it may go on so. */
    private static final long RETURNED_MILLIS = 100;

    private static final long RETURNED_MILLIS_MAX = 60_000;

    private final PartitionState state;
    private final Signals signals;
    private final Timers timers;
    private final Leases leases;
    private final Announcing announcing;
    private final long announceAgainMillis;
    private final long endedRunsKeptMillis;
    private final long lateAfterMillis;

    Liveness(
            PartitionState state,
            Signals signals,
            Timers timers,
            Leases leases,
            Announcing announcing,
            ProcessorSettings settings) {
        this.state = state;
        this.signals = signals;
        this.timers = timers;
        this.leases = leases;
        this.announcing = announcing;
        this.lateAfterMillis = settings.lateAfter().toMillis();
        this.announceAgainMillis = settings.announceAgain().toMillis();
        this.endedRunsKeptMillis = settings.endedRunsKept().toMillis();
    }

    /** Sets every timer again from the state, as when a task starts. */
    void restart(long now) {
        timers.clear();
        leases.clear();
        announcing.restart();
        state.eachSchedule(schedule -> await(schedule));
        state.eachRun(run -> {
            switch (run) {
                // Announced before perhaps, and perhaps not heard: once more, soon.
                case Run.Waiting waiting -> {
                    long ready = waiting.scheduledFor().toEpochMilli();
                    timers.set(
                            Math.max(ready, now + announceAgainMillis),
                            new Announce(waiting.id(), version(waiting), 0));
                    // Not before runners have had the time to say that they are there.
                    checkLateAfter(Math.max(ready, now), waiting);
                }
                case Run.Held held -> watch(held, now);
                case Run.Ended ended -> forgetLater(ended);
                case Run.Tracked _ -> {}
                case Run.TrackedEnded ended -> forgetLater(ended);
            }
        });
    }

    void after(List<Appender.Entry> entries, long now) {
        for (var entry : entries) {
            switch (entry.event()) {
                case ScheduleEvent e -> await(state.schedule(e.schedule()));
                case RunEvent e -> after(e, now);
                case DeploymentEvent _ -> {}
            }
        }
    }

    private void after(RunEvent event, long now) {
        var run = state.run(event.run()).state();
        switch (event) {
            case RunRequested _ -> {
                if (run instanceof Run.Waiting waiting) {
                    announce(waiting, 0, now);
                    checkLateAfter(waiting.scheduledFor().toEpochMilli(), waiting);
                }
            }
            case RunTracked _ -> {}
            case RunLate _ -> {
                if (run instanceof Run.Waiting waiting) {
                    announceAgain(waiting, 0, now);
                }
            }
            case RunReturned _ -> {
                leases.end(event.run());
                if (run instanceof Run.Waiting waiting) {
                    announceReturned(waiting, now);
                    checkLateAfter(now, waiting);
                }
            }
            case RunLeased _ -> {
                announcing.forget(event.run());
                if (run instanceof Run.Held held) {
                    watch(held, now);
                }
            }
            case RunStarted _ -> {
                if (run instanceof Run.Held held) {
                    leases.update(held);
                }
            }
            case RunCancelRequested _ -> {
                if (run instanceof Run.Held held) {
                    leases.update(held);
                    cancel(held, now);
                }
            }
            case RunLeaseExpired _ -> abandon(event.run(), now);
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _, TrackedRunEnded _ -> {
                leases.end(event.run());
                announcing.forget(event.run());
                switch (run) {
                    case Run.Ended ended -> forgetLater(ended);
                    case Run.TrackedEnded ended -> forgetLater(ended);
                    case Run.Absent _, Run.Waiting _, Run.Held _, Run.Tracked _ -> {}
                }
            }
        }
    }

    /** Announces a run that is ready, or sets the timer for when it is. */
    void announce(Run.Waiting run, int times, long now) {
        long ready = run.scheduledFor().toEpochMilli();
        if (ready > now) {
            timers.set(ready, new Announce(run.id(), version(run), times));
            return;
        }
        if (announcing.announce(run, now)) {
            announceAgain(run, times, now);
        }
    }

    /** What was announced and not heard is announced again; of a change, the new version is. */
    private void announceAgain(Run.Waiting run, int times, long now) {
        long again = announceAgainMillis << Math.min(times, 20);
        timers.set(
                now + Math.min(again, ANNOUNCE_AGAIN_MILLIS_MAX),
                new Announce(run.id(), version(run), times + 1));
    }

    /** Whoever gave it back may be the first to hear of it again, and as unable as before. */
    private void announceReturned(Run.Waiting run, long now) {
        // A lease that is given back makes two events.
        long returns = version(run) / 2;
        long pause = RETURNED_MILLIS << Math.clamp(returns - 1, 0, 20);
        timers.set(
                now + Math.min(pause, RETURNED_MILLIS_MAX),
                new Announce(run.id(), version(run), 0));
    }

    private long version(Run.Waiting run) {
        return state.run(run.id()).version();
    }

    /** Tells the runner to end the work; once more when it is asked once more. */
    void cancel(Run.Held run, long now) {
        signals.cancel(run.lease().runner(), run.id(), run.lease().fence(), now);
    }

    /** A report that says that the work goes on is answered with the signal to end it. */
    void remindOfCancel(Run.Cancelling run, Report.OfRun report, long now) {
        switch (report) {
            case Report.LeaseRun _, Report.StartRun _ -> cancel(run, now);
            case Report.FinishRun _, Report.ReturnRun _ -> {}
        }
    }

    /** A runner was heard. */
    void renew(RunId run, Fence fence, long now) {
        var alarm = leases.renew(run, fence);
        if (alarm != null) {
            set(alarm, now);
        }
    }

    /** A lease seems due: looks again later, or appends the marker that decides. */
    void checkLease(CheckLease timer, long now) {
        if (!leases.counts(timer.run(), timer.alarm())) {
            return;
        }
        var later = leases.again(timer.run());
        if (later != null) {
            set(later, now);
            return;
        }
        var held = leases.mark(timer.run());
        signals.markDue(timer.run(), held.deployment(), held.lease().fence(), now);
    }

    /** The wall clock went back: what was to ring soon by the old time would ring late. */
    void clockWentBack(long now) {
        leases.again().forEach(alarm -> set(alarm, now));
    }

    /** A runner was heard: what waited for one where it is has one now. */
    void hear(RunnerId runner, String host, List<String> pools, long now) {
        for (var run : announcing.hear(runner, host, pools)) {
            if (state.run(run).state() instanceof Run.Waiting waiting) {
                announce(waiting, 0, now);
            }
        }
    }

    /** Whether nobody has leased the run for longer than is usual. */
    boolean isLate(Run.Queued run, long now) {
        return run.scheduledFor().toEpochMilli() + lateAfterMillis <= now;
    }

    String whyLate(RunId run) {
        return announcing.whyLate(run);
    }

    private void checkLateAfter(long readyMillis, Run.Waiting run) {
        timers.set(readyMillis + lateAfterMillis, new CheckLate(run.id()));
    }

    private void abandon(RunId run, long now) {
        var held = leases.end(run);
        if (held != null) {
            signals.abandon(held.lease().runner(), run, held.lease().fence(), now);
        }
    }

    private void await(Stored.OfSchedule schedule) {
        switch (schedule.state()) {
            case Schedule.Waiting waiting ->
                    timers.set(waiting.next().toEpochMilli(), new FireSchedule(waiting.id()));
            case Schedule.Stopped _ -> {}
        }
    }

    private void watch(Run.Held held, long now) {
        set(leases.watch(held), now);
    }

    private void set(Leases.Alarm alarm, long now) {
        timers.set(now + alarm.inMillis(), new CheckLease(alarm.run(), alarm.number()));
    }

    /** A process may say days later what it said before, and must find that it was heard. */
    private void forgetLater(Run.TrackedEnded ended) {
        long due = ended.at().plus(TrackedRules.KEPT).toEpochMilli();
        timers.set(due, new ForgetRun(ended.id()));
    }

    private void forgetLater(Run.Ended ended) {
        timers.set(ended.at().toEpochMilli() + endedRunsKeptMillis, new ForgetRun(ended.id()));
    }
}

package dev.orrery.commands.processor;

import dev.orrery.commands.domain.deployment.Schedule;
import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.processor.Timers.Announce;
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
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Report;
import java.util.List;
import java.util.Set;

/** Sets the timers and sends the signals that follow from what happened. */
final class Liveness {

    /** Doubling ends here: once an hour is often enough for a pool that nobody serves. */
    private static final long ANNOUNCE_AGAIN_MILLIS_MAX = 3_600_000;

    private final PartitionState state;
    private final Signals signals;
    private final Timers timers;
    private final Leases leases;
    private final Set<String> pools;
    private final long leaseMillis;
    private final long announceAgainMillis;
    private final long endedRunsKeptMillis;

    Liveness(
            PartitionState state,
            Signals signals,
            Timers timers,
            Leases leases,
            ProcessorSettings settings) {
        this.state = state;
        this.signals = signals;
        this.timers = timers;
        this.leases = leases;
        this.pools = settings.pools();
        this.leaseMillis = settings.lease().toMillis();
        this.announceAgainMillis = settings.announceAgain().toMillis();
        this.endedRunsKeptMillis = settings.endedRunsKept().toMillis();
    }

    /** Sets every timer again from the state, as when a task starts. */
    void restart(long now) {
        timers.clear();
        leases.clear();
        state.eachSchedule(schedule -> await(schedule));
        state.eachRun(run -> {
            switch (run) {
                // Announced before perhaps, and perhaps not heard: once more, soon.
                case Run.Queued queued ->
                        timers.set(
                                Math.max(
                                        queued.scheduledFor().toEpochMilli(),
                                        now + announceAgainMillis),
                                new Announce(queued.id(), 0));
                case Run.Held held -> watch(held, now);
                case Run.Ended ended -> forgetLater(ended);
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
            case RunRequested _, RunReturned _ -> {
                leases.end(event.run());
                if (run instanceof Run.Queued queued) {
                    announce(queued, 0, now);
                }
            }
            case RunLeased _ -> {
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
            case RunCompleted _, RunFailed _, RunCrashed _, RunCancelled _ -> {
                leases.end(event.run());
                if (run instanceof Run.Ended ended) {
                    forgetLater(ended);
                }
            }
        }
    }

    /** Announces a run that is ready, or sets the timer for when it is. */
    void announce(Run.Queued run, int times, long now) {
        long ready = run.scheduledFor().toEpochMilli();
        if (ready > now) {
            timers.set(ready, new Announce(run.id(), times));
            return;
        }
        var pool = state.work(run.id()).specification().pool();
        // A pool that is no longer served may have no topic, and to send there would stop the
        // partition. Its runs wait until it is served again, or are cancelled.
        if (pools.contains(pool)) {
            signals.announce(run.id(), run.deployment(), pool, now);
        }
        long again = announceAgainMillis << Math.min(times, 20);
        timers.set(
                now + Math.min(again, ANNOUNCE_AGAIN_MILLIS_MAX),
                new Announce(run.id(), times + 1));
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
        if (leases.renew(run, fence, now)) {
            timers.set(now + leaseMillis, new CheckLease(run));
        }
    }

    /** A lease seems due: looks again later, or appends the marker that decides. */
    void checkLease(RunId run, long now) {
        var due = leases.due(run);
        if (due == null) {
            return;
        }
        if (due > now) {
            timers.set(due, new CheckLease(run));
            return;
        }
        var held = leases.mark(run);
        signals.markDue(run, held.deployment(), held.lease().fence(), now);
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
        timers.set(leases.watch(held, now), new CheckLease(held.id()));
    }

    private void forgetLater(Run.Ended ended) {
        timers.set(ended.at().toEpochMilli() + endedRunsKeptMillis, new ForgetRun(ended.id()));
    }
}

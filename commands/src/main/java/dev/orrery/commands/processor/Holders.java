package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.commands.processor.Timers.CheckLease;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.Pace;

/** Watches the leases of the runs that runners hold, and tells the holders what a run is to do. */
final class Holders {

    private final Signals signals;
    private final Timers timers;
    private final Leases leases;

    Holders(Signals signals, Timers timers, Leases leases) {
        this.signals = signals;
        this.timers = timers;
        this.leases = leases;
    }

    void clear() {
        leases.clear();
    }

    /** A runner holds the run from now on. */
    void watch(Run.Held held, long now) {
        set(leases.watch(held), now);
    }

    /** A held run changed, and its holder knows. */
    void update(Run.Held held) {
        leases.update(held);
    }

    /** Nobody holds the run any more, and who did knows. */
    void end(RunId run) {
        leases.end(run);
    }

    /** Nobody holds the run any more; tells who did. */
    void abandon(RunId run, long now) {
        var held = leases.end(run);
        if (held != null) {
            signals.abandon(held.lease().runner(), run, held.lease().fence(), now);
        }
    }

    void pause(Run.Held run, long now) {
        leases.update(run);
        signals.pause(run.lease().runner(), run.id(), run.lease().fence(), now);
    }

    void resume(Run.Held run, long now) {
        leases.update(run);
        signals.resume(run.lease().runner(), run.id(), run.lease().fence(), now);
    }

    /** Tells the runner to end the work; once more when it is asked once more. */
    void cancel(Run.Held run, long now) {
        leases.update(run);
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
    void renew(LeaseRenewed renewal, long now) {
        var alarm = leases.renew(renewal.run(), renewal.fence());
        if (alarm != null) {
            set(alarm, now);
        }
        var held = leases.held(renewal.run(), renewal.fence());
        if (held != null) {
            remind(held, renewal.pace(), now);
        }
    }

    /** Whoever does not know what the run is to do is told again: a signal may have been lost. */
    private void remind(Run.Held held, Pace heard, long now) {
        switch (held) {
            case Run.Paused _ when heard == Pace.GOES_ON -> pause(held, now);
            case Run.Running _ when heard == Pace.STANDS_STILL -> resume(held, now);
            case Run.Leased _, Run.Running _, Run.Paused _ -> {}
            case Run.Cancelling _ -> cancel(held, now);
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
        var marker = leases.mark(timer.run());
        signals.markDue(marker.held(), marker.number(), now);
    }

    private void set(Leases.Alarm alarm, long now) {
        timers.set(now + alarm.inMillis(), new CheckLease(alarm.run(), alarm.number()));
    }
}

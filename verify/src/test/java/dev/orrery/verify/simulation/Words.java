package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.report.Report.LeaseRun;

/** Whose word it is that changes a run: its holder's, its process's, or nobody's. */
final class Words {

    private Words() {}

    /**
     * @param owned whether the deployment of the run is still the one that it was asked of
     */
    static void requireAllowed(Life life, RunEvent event, Task.Pending pending, boolean owned) {
        var said = pending.cause() == null ? null : pending.cause().said();
        switch (event) {
            case TrackedRunChanged e ->
                    require(
                            said instanceof ChangeTracked word && word.fence().equals(life.process),
                            "its process alone says where it is: %s",
                            e);
            case TrackedRunEnded e ->
                    require(
                            said instanceof FinishTracked word && word.fence().equals(life.process),
                            "its process alone says how it ended: %s",
                            e);
            default -> {
                if (said instanceof Report.OfRun report
                        && report.run().equals(event.run())
                        && life.expiredBy != pending.work()) {
                    byReport(life, event, report, pending, owned);
                }
            }
        }
    }

    private static void byReport(
            Life life, RunEvent event, Report.OfRun report, Task.Pending pending, boolean owned) {
        switch (event) {
            case RunStarted _, RunReturned _, RunCompleted _, RunFailed _, RunCrashed _ ->
                    byHolder(life, report, event);
            case RunCancelled _ when report instanceof LeaseRun ->
                    require(!owned, "what could be leased ends: %s", event);
            case RunCancelled _, RunRetryScheduled _ -> byHolder(life, report, event);
            case RunLeased e ->
                    require(
                            report instanceof LeaseRun lease
                                    && lease.fence().equals(e.fence())
                                    && lease.runner().equals(e.runner())
                                    && life.mayRunOn(lease.host()),
                            "who asks for the lease has it: %s by %s",
                            e,
                            report);
            // What was paused stays so when its attempt ends and another follows.
            case RunPaused _ when life.pausedThrough(pending.work()) -> {}
            case RunLeaseExpired _, RunPaused _, RunResumed _, RunCancelRequested _, RunLate _ ->
                    throw new Broken("no runner may say so: " + event + " by " + report);
            default -> {}
        }
    }

    private static void byHolder(Life life, Report.OfRun report, RunEvent event) {
        require(
                life.holder != null && life.holder.fence().equals(report.fence()),
                "only the holder changes a run: %s by %s",
                event,
                report);
    }
}

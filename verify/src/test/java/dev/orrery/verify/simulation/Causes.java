package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.command.RunCommand;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.report.Report;

/**
 * A run is cancelled, stands still, goes on and is tried again because somebody asked for it. Only
 * what comes new finds no place by the policy of its deployment, or takes that of another; and what
 * waits ends with its deployment.
 */
final class Causes {

    private Causes() {}

    static void requireAllowed(
            Life life, RunEvent event, Task.Pending pending, DeploymentPromises deployments) {
        switch (event) {
            case RunPaused _ ->
                    require(
                            isAsked(life, pending, PauseRun.class)
                                    || life.pausedThrough(pending.work()),
                            "somebody asks for it: %s, %s",
                            event,
                            life);
            case RunResumed _ -> requireAsked(life, event, pending, ResumeRun.class);
            case RunRetryScheduled again when again.failure() == null ->
                    requireAsked(life, event, pending, RetryRun.class);
            case RunCancelRequested _ when !isAsked(life, pending, CancelRun.class) ->
                    deployments.makeRoom(life);
            case RunCancelled _ when life.process != null ->
                    requireAsked(life, event, pending, CancelRun.class);
            case RunCancelled _ -> requireCancellable(life, pending, deployments);
            default -> {}
        }
    }

    private static void requireCancellable(
            Life life, Task.Pending pending, DeploymentPromises deployments) {
        if ((life.holder == null && isAsked(life, pending, CancelRun.class))
                || isToldToEnd(life, pending)
                || isOrphan(life, deployments)
                || isSkipped(life, pending, deployments)) {
            return;
        }
        require(life.holder == null, "what is held is told to end first: %s", life);
        deployments.makeRoom(life);
    }

    /** Somebody cancelled it before, and by now its runner ended it or is gone. */
    private static boolean isToldToEnd(Life life, Task.Pending pending) {
        var said = pending.cause() == null ? null : pending.cause().said();
        return life.cancelling
                && ((said instanceof Report.OfRun report && report.run().equals(life.run))
                        || life.expiredBy == pending.work());
    }

    private static boolean isOrphan(Life life, DeploymentPromises deployments) {
        return life.holder == null && !deployments.owns(life);
    }

    /** Its time came, and its deployment skips what finds no slot. */
    private static boolean isSkipped(
            Life life, Task.Pending pending, DeploymentPromises deployments) {
        return pending.cause() == null
                && life.isFresh()
                && deployments.collision(life.owner()) == Collision.SKIP
                && !deployments.hasRoom(life.owner());
    }

    private static void requireAsked(
            Life life, RunEvent event, Task.Pending pending, Class<? extends RunCommand> how) {
        require(isAsked(life, pending, how), "somebody asks for it: %s, %s", event, life);
    }

    private static boolean isAsked(
            Life life, Task.Pending pending, Class<? extends RunCommand> how) {
        return pending.cause() != null
                && pending.cause().said() instanceof RunCommand command
                && how.isInstance(command)
                && command.run().equals(life.run);
    }
}

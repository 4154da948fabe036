package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.ACTOR;
import static dev.orrery.commands.domain.Story.COMMAND;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.FLOW;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Draft;
import dev.orrery.commands.domain.World;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.Deployments;
import dev.orrery.commands.domain.deployment.RunNames;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Change;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.RunSpecification;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The words in which tests speak of one run; its lease has fence 1 unless another is said. */
public final class Runs {

    /** As the one that a command asks for is named. */
    public static final RunId ASKED = RunId.requested(DEPLOYMENT, ACTOR, COMMAND, NOON);

    /** As a process names its run. What runners execute can have any id. */
    public static final RunId RUN = ASKED.asTracked();

    public static final RunnerId RUNNER = RunnerId.of("runner", 1);
    public static final Outcome SUCCESS = new Outcome.Completed(null);

    private Runs() {}

    /** Of the run of a deployment that has no limits. */
    static RunContext context() {
        var world = new World();
        world.evolve(Deployments.created(document()), NOON);
        world.evolve(requested(), NOON);
        return world.context(RUN);
    }

    public static Fence fence(long number) {
        return new Fence(new UUID(0, number));
    }

    public static RunRequested requested() {
        return requested(NOON);
    }

    public static RunRequested requested(Instant scheduledFor) {
        return requested(scheduledFor, _ -> {});
    }

    public static RunRequested requested(Consumer<Draft> change) {
        return requested(NOON, change);
    }

    /** Now, by a schedule that makes up for a nominal time. */
    public static RunRequested requestedFor(Instant nominal) {
        return requested(NOON, _ -> {}, RunCause.scheduled(schedule("hourly"), nominal));
    }

    public static RunRequested requested(Instant scheduledFor, Consumer<Draft> change) {
        return requested(scheduledFor, change, RunCause.COMMAND);
    }

    private static RunRequested requested(
            Instant scheduledFor, Consumer<Draft> change, RunCause cause) {
        var document = document(change);
        var specification =
                new RunSpecification(
                        document.entrypoint(),
                        document.code(),
                        document.path(),
                        document.parameters(),
                        document.environment(),
                        document.tags(),
                        document.pool(),
                        document.infrastructure(),
                        document.timeoutSeconds(),
                        document.retry(),
                        document.queueTimeoutSeconds());
        return new RunRequested(
                RUN, DEPLOYMENT, 1, "amber-comet", scheduledFor, cause, specification, 0);
    }

    public static TrackedRun tracked(Fence fence) {
        return new TrackedRun(
                DEPLOYMENT,
                "",
                null,
                Json.EMPTY_OBJECT,
                List.of(),
                fence,
                TrackedState.RUNNING,
                NOON.minusSeconds(5),
                "anvil",
                4711L,
                "flow.py:hello",
                null,
                null);
    }

    /** As it is recorded: the deployment says which flow it is. */
    public static RunTracked recorded() {
        return recorded(tracked(fence(1)));
    }

    public static RunTracked recorded(TrackedRun tracked) {
        return new RunTracked(RUN, DEPLOYMENT, 1, RunNames.of(RUN), tracked.of(FLOW));
    }

    public static RunLate late() {
        return new RunLate(RUN, "Nobody came.");
    }

    public static TrackedRunEnded trackedEnded() {
        return new TrackedRunEnded(RUN, TrackedEnd.COMPLETED, null, null, null, null, NOON);
    }

    public static RunLeased leased() {
        return leased(fence(1));
    }

    public static RunLeased leased(Fence fence) {
        return leased(1, fence);
    }

    public static RunLeased leased(int attempt, Fence fence) {
        return new RunLeased(RUN, attempt, RUNNER, fence);
    }

    public static RunAwaitsSlot awaitsSlot() {
        return new RunAwaitsSlot(RUN, "All slots are taken.");
    }

    public static RunPaused paused() {
        return new RunPaused(RUN);
    }

    public static RunResumed resumed() {
        return new RunResumed(RUN);
    }

    /** The attempt before failed with exit code 3. */
    public static RunRetryScheduled retryScheduled(int attempt, Instant due) {
        return retryScheduled(attempt, due, RetryOn.FAILED, 3, "It exited with 3.");
    }

    public static RunRetryScheduled retryScheduled(
            int attempt, Instant due, RetryOn how, @Nullable Integer exitCode, String message) {
        var failure = new AttemptFailure(attempt - 1, how, exitCode, message);
        return new RunRetryScheduled(RUN, attempt, due, failure);
    }

    /** Because somebody wants it. */
    public static RunRetryScheduled retried(int attempt) {
        return new RunRetryScheduled(RUN, attempt, NOON, null);
    }

    public static RunFailed failed() {
        return new RunFailed(RUN, 1, FailureKind.EXIT_CODE, 3, "It exited with 3.");
    }

    public static RunReturned returned() {
        return new RunReturned(RUN, 1, "The pool of the runner is full.");
    }

    public static RunStarted started() {
        return new RunStarted(RUN, 1);
    }

    public static RunCancelRequested cancelRequested() {
        return new RunCancelRequested(RUN);
    }

    public static RunCompleted completed() {
        return new RunCompleted(RUN, 1, null);
    }

    public static RunLeaseExpired leaseExpired(String message) {
        return new RunLeaseExpired(RUN, 1, RUNNER, message);
    }

    public static RunCrashed crashed(String message) {
        return new RunCrashed(RUN, 1, message);
    }

    public static RunCancelled cancelled(String message) {
        return new RunCancelled(RUN, message);
    }

    public static RunAction cancel() {
        return new Cancel();
    }

    public static RunAction rerun(@Nullable Json parameters) {
        return new Rerun(
                new RerunRun(RUN, parameters), new Asked(NOON, ACTOR, new CommandId("again")));
    }

    public static RunAction change(Fence fence, TrackedState state) {
        return new Change(new ChangeTracked(RUN, fence, state, null, null, NOON));
    }

    public static RunAction lease(Fence fence) {
        return lease(RUNNER, fence);
    }

    public static RunAction lease(RunnerId runner, Fence fence) {
        return new Reported(new LeaseRun(RUN, runner, fence));
    }

    public static RunAction start(Fence fence) {
        return new Reported(new StartRun(RUN, fence));
    }

    public static RunAction finish(Fence fence, Outcome outcome) {
        return new Reported(new FinishRun(RUN, fence, outcome));
    }

    public static RunAction giveBack(Fence fence) {
        return new Reported(new ReturnRun(RUN, fence, "The pool of the runner is full."));
    }

    public static RunAction track(Fence fence, Deployment owner) {
        return new Track(new TrackRun(RUN, tracked(fence)), owner);
    }

    public static RunAction finishTracked(Fence fence, Outcome outcome) {
        return new Finish(new FinishTracked(RUN, fence, outcome, null, NOON));
    }

    public static RunAction overdue() {
        return new Overdue("Nobody came.");
    }

    public static RunAction loseLease(Fence fence, String message) {
        return new LoseLease(fence, message);
    }
}

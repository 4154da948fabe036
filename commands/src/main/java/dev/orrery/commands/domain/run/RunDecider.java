package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.run.Run.Absent;
import dev.orrery.commands.domain.run.Run.ByProcess;
import dev.orrery.commands.domain.run.Run.Cancelling;
import dev.orrery.commands.domain.run.Run.Ended;
import dev.orrery.commands.domain.run.Run.Held;
import dev.orrery.commands.domain.run.Run.Late;
import dev.orrery.commands.domain.run.Run.Leased;
import dev.orrery.commands.domain.run.Run.Queued;
import dev.orrery.commands.domain.run.Run.Running;
import dev.orrery.commands.domain.run.Run.Waiting;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is done to a run. One method a state; in each, every action has its answer, so the
 * compiler asks about a new one.
 */
public final class RunDecider {

    /** How a message ends that had more. */
    private static final String CUT = "...";

    private RunDecider() {}

    public static Decision decide(Run run, RunAction action, Instant now) {
        return switch (run) {
            case Absent _ -> absent(action, now);
            case Waiting waiting -> waiting(waiting, action, now);
            case Held held -> held(held, action);
            case Ended ended -> ended(ended, action);
            case ByProcess tracked -> TrackedRuns.decide(tracked, action);
        };
    }

    private static Decision absent(RunAction action, Instant now) {
        return switch (action) {
            case Track track -> TrackedRuns.begin(track, now);
            case Cancel _, Reported _, Finish _ ->
                    refuse(Refusal.RUN_NOT_FOUND, "There is no such run.");
            // It ended and was forgotten while the marker of its lease was on its way.
            case LoseLease _, Overdue _ -> unchanged();
        };
    }

    private static Decision waiting(Waiting run, RunAction action, Instant now) {
        return switch (action) {
            case Cancel _ ->
                    accept(new RunCancelled(run.id(), "Cancelled before a runner leased it."));
            case Reported(LeaseRun _, _) when run.scheduledFor().isAfter(now) ->
                    refuse(Refusal.NOT_QUEUED, "The run is scheduled for later.");
            case Reported(LeaseRun report, var host)
                    when host != null && !host.equals(report.host()) ->
                    refuse(
                            Refusal.NOT_QUEUED,
                            "Only the runners of the host '" + host + "' have its code.");
            case Reported(LeaseRun report, _) ->
                    accept(new RunLeased(run.id(), run.attempt(), report.runner(), report.fence()));
            case Reported(StartRun _, _), Reported(FinishRun _, _), Reported(ReturnRun _, _) ->
                    stale();
            case Overdue _ when run.scheduledFor().isAfter(now) -> unchanged();
            case Overdue overdue -> late(run, overdue.message());
            case LoseLease _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    private static Decision held(Held run, RunAction action) {
        return switch (action) {
            case Cancel _ -> cancel(run);
            case Reported(LeaseRun report, _) when holds(run, report.runner(), report.fence()) ->
                    unchanged();
            case Reported(LeaseRun _, _) ->
                    refuse(Refusal.NOT_QUEUED, "Another runner holds the run.");
            case Reported(StartRun report, _) when holds(run, report.fence()) -> start(run);
            case Reported(FinishRun report, _) when holds(run, report.fence()) ->
                    finish(run, report.outcome());
            case Reported(ReturnRun report, _) when holds(run, report.fence()) ->
                    giveBack(run, report.message());
            case Reported(StartRun _, _), Reported(FinishRun _, _), Reported(ReturnRun _, _) ->
                    stale();
            case LoseLease lost when holds(run, lost.fence()) -> loseLease(run, lost.message());
            case LoseLease _, Overdue _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    private static Decision ended(Ended run, RunAction action) {
        return switch (action) {
            case Cancel _ -> refuse(Refusal.RUN_ENDED, "The run has ended.");
            case Reported(LeaseRun _, _) -> refuse(Refusal.NOT_QUEUED, "The run has ended.");
            // A runner that did not hear the answer says it again.
            case Reported(FinishRun report, _) when report.fence().equals(run.fence()) ->
                    unchanged();
            case Reported(StartRun _, _), Reported(FinishRun _, _), Reported(ReturnRun _, _) ->
                    stale();
            case LoseLease _, Overdue _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    /** Said once: a run is late until somebody leases it. */
    private static Decision late(Waiting run, String message) {
        return switch (run) {
            case Queued _ -> accept(new RunLate(run.id(), message));
            case Late _ -> unchanged();
        };
    }

    private static Decision cancel(Held run) {
        return switch (run) {
            case Leased _, Running _ -> accept(new RunCancelRequested(run.id()));
            case Cancelling _ -> unchanged();
        };
    }

    private static Decision start(Held run) {
        return switch (run) {
            case Leased _ -> accept(new RunStarted(run.id(), run.lease().attempt()));
            case Running _, Cancelling _ -> unchanged();
        };
    }

    private static Decision finish(Held run, Outcome outcome) {
        int attempt = run.lease().attempt();
        return switch (outcome) {
            case Outcome.Completed o ->
                    accept(new RunCompleted(run.id(), attempt, kept(o.result())));
            case Outcome.Failed o ->
                    accept(
                            new RunFailed(
                                    run.id(), attempt, o.kind(), o.exitCode(), cut(o.message())));
            case Outcome.Crashed o -> accept(new RunCrashed(run.id(), attempt, cut(o.message())));
            case Outcome.Cancelled o -> stopped(run, o.message());
        };
    }

    /** Only what somebody wanted to end was cancelled; whatever else was stopped has crashed. */
    private static Decision stopped(Held run, String message) {
        return switch (run) {
            case Cancelling _ -> accept(new RunCancelled(run.id(), cut(message)));
            case Leased _, Running _ ->
                    accept(
                            new RunCrashed(
                                    run.id(),
                                    run.lease().attempt(),
                                    cut(
                                            "Nobody cancelled the run, and its runner did: "
                                                    + message)));
        };
    }

    /**
     * The work was done and said so: to fail it for a result that is too large could repeat it, and
     * to refuse the report would let the runner say it again until the lease is lost.
     */
    static @Nullable Json kept(@Nullable Json result) {
        return result == null || result.bytes() <= Limits.RESULT_BYTES_MAX ? result : null;
    }

    static String cut(String message) {
        if (message.length() <= Limits.MESSAGE_CHARACTERS_MAX) {
            return message;
        }
        int end = Limits.MESSAGE_CHARACTERS_MAX - CUT.length();
        boolean splits = Character.isHighSurrogate(message.charAt(end - 1));
        return message.substring(0, splits ? end - 1 : end) + CUT;
    }

    private static Decision giveBack(Held run, String message) {
        return switch (run) {
            case Leased _ -> accept(new RunReturned(run.id(), run.lease().attempt(), cut(message)));
            case Running _ ->
                    refuse(Refusal.STALE_FENCE, "The work has begun and can't be given back.");
            case Cancelling _ ->
                    accept(new RunCancelled(run.id(), "Cancelled before the work began."));
        };
    }

    private static Decision loseLease(Held run, String message) {
        int attempt = run.lease().attempt();
        var expired = new RunLeaseExpired(run.id(), attempt, run.lease().runner(), message);
        return switch (run) {
            case Leased _, Running _ -> accept(expired, new RunCrashed(run.id(), attempt, message));
            case Cancelling _ -> accept(expired, new RunCancelled(run.id(), message));
        };
    }

    private static boolean holds(Held run, RunnerId runner, Fence fence) {
        return holds(run, fence) && run.lease().runner().equals(runner);
    }

    private static boolean holds(Held run, Fence fence) {
        return run.lease().fence().equals(fence);
    }

    private static Decision stale() {
        return refuse(Refusal.STALE_FENCE, "The lease that this report speaks of is not held.");
    }
}

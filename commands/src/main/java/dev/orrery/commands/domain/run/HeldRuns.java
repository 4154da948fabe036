package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.run.Run.Cancelling;
import dev.orrery.commands.domain.run.Run.Held;
import dev.orrery.commands.domain.run.Run.Leased;
import dev.orrery.commands.domain.run.Run.Paused;
import dev.orrery.commands.domain.run.Run.Running;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Change;
import dev.orrery.commands.domain.run.RunAction.CheckQueueTimeout;
import dev.orrery.commands.domain.run.RunAction.CheckTimeout;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Pause;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Decides about runs that a runner holds. */
final class HeldRuns {

    private HeldRuns() {}

    static Decision decide(Held run, RunAction action, RunContext context, Instant now) {
        return switch (action) {
            case Cancel _ -> cancel(run);
            case Pause _ -> pause(run);
            case Resume _ -> resume(run);
            case Retry _ -> refuse(Refusal.RUN_NOT_ENDED, "The run has not ended.");
            case Rerun rerun -> Reruns.of(run, rerun, context);
            case Reported(LeaseRun report) when holds(run, report.runner(), report.fence()) ->
                    unchanged();
            case Reported(LeaseRun _) ->
                    refuse(Refusal.NOT_QUEUED, "Another runner holds the run.");
            case Reported(StartRun report) when holds(run, report.fence()) -> start(run);
            case Reported(FinishRun report) when holds(run, report.fence()) ->
                    finish(run, report.outcome(), context, now);
            // A runner that did not hear the answer says it again, while another attempt runs.
            case Reported(FinishRun report) when RunDecider.isSaid(run, report) -> unchanged();
            case Reported(ReturnRun report) when holds(run, report.fence()) ->
                    giveBack(run, report.message());
            case Reported(StartRun _), Reported(FinishRun _), Reported(ReturnRun _) ->
                    RunDecider.stale();
            case LoseLease lost when holds(run, lost.fence()) ->
                    loseLease(run, lost.message(), context, now);
            case CheckTimeout check -> checkTimeout(run, check.grace(), context, now);
            case LoseLease _, Overdue _, Due _, CheckQueueTimeout _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Change _, Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    private static Decision cancel(Held run) {
        return switch (run) {
            case Leased _, Running _, Paused _ -> accept(new RunCancelRequested(run.id()));
            case Cancelling _ -> unchanged();
        };
    }

    private static Decision pause(Held run) {
        return switch (run) {
            case Running _ -> accept(new RunPaused(run.id()));
            case Paused _ -> unchanged();
            case Leased _ ->
                    refuse(
                            Refusal.NOT_PAUSABLE,
                            "A runner is about to begin the work; ask again in a moment.");
            case Cancelling _ -> refuse(Refusal.NOT_PAUSABLE, "The run is being cancelled.");
        };
    }

    private static Decision resume(Held run) {
        return switch (run) {
            case Paused _ -> accept(new RunResumed(run.id()));
            case Leased _, Running _, Cancelling _ -> RunDecider.notPaused();
        };
    }

    private static Decision start(Held run) {
        return switch (run) {
            case Leased _ -> accept(new RunStarted(run.id(), run.lease().attempt()));
            case Running _, Paused _, Cancelling _ -> unchanged();
        };
    }

    private static Decision finish(Held run, Outcome outcome, RunContext context, Instant now) {
        int attempt = run.lease().attempt();
        return switch (outcome) {
            case Outcome.Completed o ->
                    accept(new RunCompleted(run.id(), attempt, Kept.result(o.result())));
            case Outcome.Failed o -> {
                var message = Kept.message(o.message());
                var failed = new RunFailed(run.id(), attempt, o.kind(), o.exitCode(), message);
                yield accept(failedOrAgain(run, failed, context, now));
            }
            case Outcome.Crashed o ->
                    accept(crashedOrAgain(run, Kept.message(o.message()), context, now));
            case Outcome.Cancelled o -> stopped(run, o.message(), context, now);
        };
    }

    /** Only what somebody wanted to end was cancelled; whatever else was stopped has crashed. */
    private static Decision stopped(Held run, String message, RunContext context, Instant now) {
        return switch (run) {
            case Cancelling _ -> accept(new RunCancelled(run.id(), Kept.message(message)));
            case Leased _, Running _, Paused _ -> {
                var why = Kept.message("Nobody cancelled the run, and its runner did: " + message);
                yield accept(crashedOrAgain(run, why, context, now));
            }
        };
    }

    /** An attempt ended badly: the next one, or the end. */
    private static List<Event> failedOrAgain(
            Held run, RunFailed failed, RunContext context, Instant now) {
        var on =
                switch (failed.kind()) {
                    case TIMED_OUT -> RetryOn.TIMED_OUT;
                    case EXIT_CODE, NOT_STARTED, QUEUE_TIMED_OUT -> RetryOn.FAILED;
                };
        var failure = new AttemptFailure(failed.attempt(), on, failed.exitCode(), failed.message());
        return Retries.after(run, failure, context, now)
                .map(again -> still(run, again))
                .orElseGet(() -> List.of(failed));
    }

    private static List<Event> crashedOrAgain(
            Held run, String message, RunContext context, Instant now) {
        int attempt = run.lease().attempt();
        var failure = new AttemptFailure(attempt, RetryOn.CRASHED, null, message);
        return Retries.after(run, failure, context, now)
                .map(again -> still(run, again))
                .orElseGet(() -> List.of(new RunCrashed(run.id(), attempt, message)));
    }

    /** Whoever paused a run wants its next attempt to wait as well. */
    private static List<Event> still(Held run, Event again) {
        return switch (run) {
            case Paused _ -> List.of(again, new RunPaused(run.id()));
            case Leased _, Running _, Cancelling _ -> List.of(again);
        };
    }

    private static Decision giveBack(Held run, String message) {
        return switch (run) {
            case Leased _ ->
                    accept(new RunReturned(run.id(), run.lease().attempt(), Kept.message(message)));
            case Running _, Paused _ ->
                    refuse(Refusal.STALE_FENCE, "The work has begun and can't be given back.");
            case Cancelling _ ->
                    accept(new RunCancelled(run.id(), "Cancelled before the work began."));
        };
    }

    private static Decision loseLease(Held run, String message, RunContext context, Instant now) {
        var expired = expired(run, message);
        return switch (run) {
            case Leased _, Running _, Paused _ ->
                    accept(with(expired, crashedOrAgain(run, message, context, now)));
            case Cancelling _ -> accept(expired, new RunCancelled(run.id(), message));
        };
    }

    /** The runner ends what runs too long, or is to end; this is for one that does not. */
    private static Decision checkTimeout(
            Held run, Duration grace, RunContext context, Instant now) {
        var seconds = run.ticket().limits().runSeconds();
        return switch (run) {
            case Running running
                    when seconds != null
                            && !running.since().plusSeconds(seconds).plus(grace).isAfter(now) -> {
                var message =
                        "It ran for more than " + seconds + " s, and its runner did not end it.";
                int attempt = run.lease().attempt();
                var failed = new RunFailed(run.id(), attempt, FailureKind.TIMED_OUT, null, message);
                yield accept(with(expired(run, message), failedOrAgain(run, failed, context, now)));
            }
            case Cancelling cancelling when !cancelling.since().plus(grace).isAfter(now) -> {
                var message = "It was cancelled, and its runner did not end it.";
                yield accept(expired(run, message), new RunCancelled(run.id(), message));
            }
            case Leased _, Running _, Paused _, Cancelling _ -> unchanged();
        };
    }

    private static List<Event> with(Event first, List<Event> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    private static RunLeaseExpired expired(Held run, String message) {
        return new RunLeaseExpired(run.id(), run.lease().attempt(), run.lease().runner(), message);
    }

    private static boolean holds(Held run, RunnerId runner, Fence fence) {
        return holds(run, fence) && run.lease().runner().equals(runner);
    }

    private static boolean holds(Held run, Fence fence) {
        return run.lease().fence().equals(fence);
    }
}

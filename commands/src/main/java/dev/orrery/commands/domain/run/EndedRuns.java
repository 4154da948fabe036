package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.run.Run.Ended;
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
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Instant;

/** Decides about runs that ended and are remembered. */
final class EndedRuns {

    private EndedRuns() {}

    static Decision decide(Ended run, RunAction action, RunContext context, Instant now) {
        return switch (action) {
            case Cancel _, Pause _ -> refuse(Refusal.RUN_ENDED, "The run has ended.");
            case Resume _ -> RunDecider.notPaused();
            case Retry _ -> retry(run, context, now);
            case Rerun rerun -> Reruns.of(run, rerun, context);
            case Reported(LeaseRun _) -> refuse(Refusal.NOT_QUEUED, "The run has ended.");
            // A runner that did not hear the answer says it again.
            case Reported(FinishRun report) when RunDecider.isSaid(run, report) -> unchanged();
            case Reported(StartRun _), Reported(FinishRun _), Reported(ReturnRun _) ->
                    RunDecider.stale();
            case LoseLease _, Overdue _, Due _, CheckQueueTimeout _, CheckTimeout _ -> unchanged();
            case Track _ -> TrackedRuns.exists();
            case Change _, Finish _ -> TrackedRuns.notOfThisProcess();
        };
    }

    private static Decision retry(Ended run, RunContext context, Instant now) {
        if (!Deployment.owns(context.deployment(), run.ticket().revision())) {
            return RunDecider.deploymentDeleted();
        }
        return switch (run.how()) {
            case COMPLETED ->
                    refuse(Refusal.NOT_RETRYABLE, "The run completed; rerun it to have another.");
            case FAILED, CRASHED, CANCELLED ->
                    context.isServed() ? again(run, now) : Reruns.notServed(context);
        };
    }

    private static Decision again(Ended run, Instant now) {
        return accept(new RunRetryScheduled(run.id(), run.ticket().attempt(), now, null));
    }
}

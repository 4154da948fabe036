package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.run.Run.Absent;
import dev.orrery.commands.domain.run.Run.ByProcess;
import dev.orrery.commands.domain.run.Run.Ended;
import dev.orrery.commands.domain.run.Run.Held;
import dev.orrery.commands.domain.run.Run.Waiting;
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
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Report.FinishRun;
import java.time.Instant;

/**
 * Decides what is done to a run. One class a kind of state; in each, every action has its answer,
 * so the compiler asks about a new one.
 */
public final class RunDecider {

    private RunDecider() {}

    public static Decision decide(Run run, RunAction action, RunContext context, Instant now) {
        return switch (run) {
            case Absent _ -> absent(action, now);
            case Waiting waiting -> WaitingRuns.decide(waiting, action, context, now);
            case Held held -> HeldRuns.decide(held, action, context, now);
            case Ended ended -> EndedRuns.decide(ended, action, context, now);
            case ByProcess tracked -> TrackedRuns.decide(tracked, action);
        };
    }

    private static Decision absent(RunAction action, Instant now) {
        return switch (action) {
            case Track track -> TrackedRuns.begin(track, now);
            case Cancel _, Pause _, Resume _, Retry _, Rerun _, Reported _, Change _, Finish _ ->
                    refuse(Refusal.RUN_NOT_FOUND, "There is no such run.");
            // It ended and was forgotten while the timer or the marker of its lease was on its way.
            case LoseLease _, Overdue _, Due _, CheckQueueTimeout _, CheckTimeout _ -> unchanged();
        };
    }

    /** Whether the end of an earlier attempt is reported once more. */
    static boolean isSaid(Run.Dispatched run, FinishRun report) {
        return report.fence().equals(run.ticket().reported());
    }

    static Decision stale() {
        return refuse(Refusal.STALE_FENCE, "The lease that this report speaks of is not held.");
    }

    /** Also where there is another of its name now: what was of the old one ended with it. */
    static Decision deploymentDeleted() {
        return refuse(
                Refusal.DEPLOYMENT_NOT_FOUND,
                "The deployment of the run was deleted; create one of its name, where there is"
                        + " none, and request a new run.");
    }

    static Decision notPaused() {
        return refuse(Refusal.NOT_PAUSED, "The run is not paused, so it can't be resumed.");
    }
}

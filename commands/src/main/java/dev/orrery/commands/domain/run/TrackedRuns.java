package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Decision.accept;
import static dev.orrery.commands.domain.Decision.refuse;
import static dev.orrery.commands.domain.Decision.unchanged;
import static dev.orrery.schemas.event.TrackedEnd.CANCELLED;
import static dev.orrery.schemas.event.TrackedEnd.COMPLETED;
import static dev.orrery.schemas.event.TrackedEnd.CRASHED;
import static dev.orrery.schemas.event.TrackedEnd.FAILED;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.RunNames;
import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.commands.domain.run.Run.ByProcess;
import dev.orrery.commands.domain.run.Run.EndedBy;
import dev.orrery.commands.domain.run.Run.Tracked;
import dev.orrery.commands.domain.run.Run.TrackedEnded;
import dev.orrery.commands.domain.run.RunAction.Cancel;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Overdue;
import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.LeaseRun;
import java.time.Instant;

/**
 * Decides about runs that a process executes by itself and reports, perhaps days later. Whatever it
 * says, it may say again, since it can't know which answers were lost.
 */
final class TrackedRuns {

    private TrackedRuns() {}

    static Decision begin(Track track, Instant now) {
        var command = track.command();
        var wrong = TrackedRules.check(command, now);
        if (wrong.isPresent()) {
            return new Decision.Refused(wrong.get());
        }
        var tracked = command.tracked();
        if (tracked.deployment() == null) {
            return accept(new RunTracked(command.run(), null, null, name(command), tracked));
        }
        return switch (track.owner()) {
            case Deployment.Live live ->
                    accept(
                            new RunTracked(
                                    command.run(),
                                    live.id(),
                                    live.revision(),
                                    name(command),
                                    of(live.flow(), tracked)));
            case Deployment.Absent _, Deployment.Deleted _ ->
                    refuse(
                            Refusal.DEPLOYMENT_NOT_FOUND,
                            "There is no such deployment; a run of none names its flow instead.");
        };
    }

    static Decision decide(ByProcess run, RunAction action) {
        return switch (action) {
            case Track track when track.command().tracked().fence().equals(run.fence()) ->
                    unchanged();
            case Track _ -> exists();
            case Finish finish when finish.command().fence().equals(run.fence()) ->
                    finish(run, finish.command());
            case Finish _ -> notOfThisProcess();
            case Cancel _ -> cancel(run);
            case Reported reported when reported.report() instanceof LeaseRun ->
                    refuse(Refusal.NOT_QUEUED, "A process of its own executes the run.");
            case Reported _ ->
                    refuse(Refusal.STALE_FENCE, "A process of its own executes the run.");
            case LoseLease _, Overdue _ -> unchanged();
        };
    }

    private static Decision finish(ByProcess run, FinishTracked command) {
        return switch (run) {
            case Tracked _ -> accept(end(run.id(), command.outcome(), command.endedAt()));
            case TrackedEnded ended ->
                    switch (ended.by()) {
                        case EndedBy.ITS_PROCESS -> unchanged();
                        case EndedBy.SOMEBODY_ELSE -> hasEnded();
                    };
        };
    }

    /** The process can't be told, and may go on; what it says afterwards is not taken. */
    private static Decision cancel(ByProcess run) {
        return switch (run) {
            case Tracked _ ->
                    accept(
                            new RunCancelled(
                                    run.id(),
                                    "Cancelled here; the process that executes it can't be told."));
            case TrackedEnded _ -> hasEnded();
        };
    }

    private static RunEvent end(RunId run, Outcome outcome, Instant at) {
        return switch (outcome) {
            case Outcome.Completed o ->
                    new TrackedRunEnded(
                            run, COMPLETED, RunDecider.kept(o.result()), null, null, at);
            case Outcome.Failed o ->
                    new TrackedRunEnded(
                            run, FAILED, null, o.exitCode(), RunDecider.cut(o.message()), at);
            case Outcome.Crashed o ->
                    new TrackedRunEnded(run, CRASHED, null, null, RunDecider.cut(o.message()), at);
            case Outcome.Cancelled o ->
                    new TrackedRunEnded(
                            run, CANCELLED, null, null, RunDecider.cut(o.message()), at);
        };
    }

    private static String name(TrackRun command) {
        var name = command.tracked().name();
        return name == null ? RunNames.of(command.run()) : name;
    }

    private static TrackedRun of(String flow, TrackedRun tracked) {
        return new TrackedRun(
                tracked.deployment(),
                flow,
                tracked.name(),
                tracked.parameters(),
                tracked.tags(),
                tracked.fence(),
                tracked.startedAt(),
                tracked.host(),
                tracked.processId(),
                tracked.entrypoint(),
                tracked.path());
    }

    static Decision exists() {
        return refuse(Refusal.RUN_EXISTS, "Another run has this id; make a new one.");
    }

    static Decision notOfThisProcess() {
        return refuse(Refusal.STALE_FENCE, "Another process, or a runner, executes the run.");
    }

    private static Decision hasEnded() {
        return refuse(Refusal.RUN_ENDED, "The run has ended.");
    }
}

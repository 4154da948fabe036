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
import dev.orrery.commands.domain.run.Run.Said;
import dev.orrery.commands.domain.run.Run.Tracked;
import dev.orrery.commands.domain.run.Run.TrackedEnded;
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
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.LeaseRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides about runs that a process executes by itself and reports, perhaps days later. Whatever it
 * says, it may say again, since it can't know which answers were lost; what it said earlier than
 * what is known is old.
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
                                    tracked.of(live.flow())));
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
            case Pause _, Resume _ ->
                    refuse(
                            Refusal.NOT_PAUSABLE,
                            "The process that executes it can't be told; pause it there.");
            case Retry _, Rerun _ ->
                    refuse(
                            Refusal.NOT_RETRYABLE,
                            "A process of its own executes the run; start that again.");
            case Reported reported when reported.report() instanceof LeaseRun ->
                    refuse(Refusal.NOT_QUEUED, "A process of its own executes the run.");
            case Reported _ ->
                    refuse(Refusal.STALE_FENCE, "A process of its own executes the run.");
            case Change change when change.command().fence().equals(run.fence()) ->
                    change(run, change.command());
            case Change _ -> notOfThisProcess();
            case LoseLease _, Overdue _, Due _, CheckQueueTimeout _, CheckTimeout _ -> unchanged();
        };
    }

    private static Decision change(ByProcess run, ChangeTracked command) {
        return switch (run) {
            case Tracked tracked -> change(tracked, command);
            case TrackedEnded _ -> hasEnded();
        };
    }

    private static Decision change(Tracked run, ChangeTracked command) {
        var wrong = TrackedRules.check(command);
        if (wrong.isPresent()) {
            return new Decision.Refused(wrong.get());
        }
        var message = command.message();
        var changed =
                new TrackedRunChanged(
                        run.id(),
                        command.state(),
                        command.name(),
                        message == null ? null : Kept.message(message),
                        command.changedAt());
        var said = Said.of(changed);
        return said.equals(run.said()) || said.at().isBefore(run.said().at())
                ? unchanged()
                : accept(changed);
    }

    private static Decision finish(ByProcess run, FinishTracked command) {
        return switch (run) {
            case Tracked _ -> end(command);
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

    private static Decision end(FinishTracked command) {
        var event =
                switch (command.outcome()) {
                    case Outcome.Completed o ->
                            ended(command, COMPLETED, Kept.result(o.result()), null, null);
                    case Outcome.Failed o ->
                            ended(command, FAILED, null, o.exitCode(), o.message());
                    case Outcome.Crashed o -> ended(command, CRASHED, null, null, o.message());
                    case Outcome.Cancelled o -> ended(command, CANCELLED, null, null, o.message());
                };
        var wrong = TrackedRules.check(command, event.end());
        return wrong.isPresent() ? new Decision.Refused(wrong.get()) : accept(event);
    }

    private static TrackedRunEnded ended(
            FinishTracked command,
            TrackedEnd end,
            @Nullable Json result,
            @Nullable Integer exitCode,
            @Nullable String message) {
        return new TrackedRunEnded(
                command.run(),
                end,
                command.name(),
                result,
                exitCode,
                message == null ? null : Kept.message(message),
                command.endedAt());
    }

    private static String name(TrackRun command) {
        var name = command.tracked().name();
        return name == null ? RunNames.of(command.run()) : name;
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

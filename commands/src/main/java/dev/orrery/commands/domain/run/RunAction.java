package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Report;
import java.time.Duration;

/** What can be done to a run that is known: by a client, by a runner, or by time. */
public sealed interface RunAction {

    /** A client wants it to end. */
    record Cancel() implements RunAction {}

    /** A client wants it to go no further until it is resumed. */
    record Pause() implements RunAction {}

    /** A client wants it to go on. */
    record Resume() implements RunAction {}

    /** A client wants it to be attempted once more. */
    record Retry() implements RunAction {}

    /**
     * A client wants a new run that does what this one was asked to do.
     *
     * @param command with other parameters, perhaps
     * @param asked the circumstances
     */
    record Rerun(RerunRun command, Asked asked) implements RunAction {}

    /**
     * A runner says something of it.
     *
     * @param report what it says
     */
    record Reported(Report.OfRun report) implements RunAction {}

    /**
     * Its time has come, or a slot of its deployment is free.
     *
     * @param entered whether it was due before, and its deployment asked what it does with it
     */
    record Due(boolean entered) implements RunAction {
        public Due() {
            this(false);
        }
    }

    /** It has waited for a runner as long as it may, perhaps. */
    record CheckQueueTimeout() implements RunAction {}

    /**
     * It has run as long as it may, perhaps, and its runner has not ended it.
     *
     * @param grace how much longer it may run before somebody else than its runner ends it
     */
    record CheckTimeout(Duration grace) implements RunAction {}

    /**
     * The lease is lost.
     *
     * @param fence of the lease
     * @param message why, as a sentence for people
     */
    record LoseLease(Fence fence, String message) implements RunAction {}

    /**
     * No runner has leased it for longer than is usual.
     *
     * @param message why, as a sentence for people
     */
    record Overdue(String message) implements RunAction {}

    /**
     * A process executes it by itself.
     *
     * @param command what it says of it
     * @param owner the deployment that it names; none where it names none
     */
    record Track(TrackRun command, Deployment owner) implements RunAction {}

    /**
     * The process that executed it says how it ended.
     *
     * @param command what it says
     */
    record Finish(FinishTracked command) implements RunAction {}

    /**
     * The process that executes it says where it is.
     *
     * @param command what it says
     */
    record Change(ChangeTracked command) implements RunAction {}
}

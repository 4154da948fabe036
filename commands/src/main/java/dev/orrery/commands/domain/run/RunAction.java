package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Report;
import org.jspecify.annotations.Nullable;

/** What can be done to a run that is known: by a client, by a runner, or by time. */
public sealed interface RunAction {

    /** A client wants it to end. */
    record Cancel() implements RunAction {}

    /**
     * A runner says something of it.
     *
     * @param report what it says
     * @param boundTo the only host whose runners can execute the run; without it, any can
     */
    record Reported(Report.OfRun report, @Nullable String boundTo) implements RunAction {

        /** Where any runner can execute it. */
        public Reported(Report.OfRun report) {
            this(report, null);
        }
    }

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
}

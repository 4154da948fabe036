package dev.orrery.commands.domain.run;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.report.Report;

/** What can be done to a run that is known: by a client, by a runner, or by time. */
public sealed interface RunAction {

    /** A client wants it to end. */
    record Cancel() implements RunAction {}

    /**
     * A runner says something of it.
     *
     * @param report what it says
     */
    record Reported(Report.OfRun report) implements RunAction {}

    /**
     * The lease is lost.
     *
     * @param fence of the lease
     * @param message why, as a sentence for people
     */
    record LoseLease(Fence fence, String message) implements RunAction {}
}

package dev.orrery.schemas.command;

import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Outcome;
import java.time.Instant;

/** What can be asked of a run. */
public sealed interface RunCommand extends Command {

    RunId run();

    @Override
    default RunId target() {
        return run();
    }

    /**
     * Ends the run, wherever it is.
     *
     * @param run its id
     */
    record CancelRun(RunId run) implements RunCommand {}

    /**
     * Records a run that a process executes by itself, with no runner. The same again changes
     * nothing.
     *
     * @param run its id, made by that process
     * @param tracked what it is
     */
    record TrackRun(RunId run, TrackedRun tracked) implements RunCommand {}

    /**
     * Records how such a run ended. The same again changes nothing.
     *
     * @param run its id
     * @param fence of the process that executed it
     * @param outcome how it ended
     * @param endedAt when, by the clock of that process
     */
    record FinishTracked(RunId run, Fence fence, Outcome outcome, Instant endedAt)
            implements RunCommand {}
}

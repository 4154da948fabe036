package dev.orrery.schemas.command;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
     * Lets the run go no further until it is resumed.
     *
     * @param run its id
     */
    record PauseRun(RunId run) implements RunCommand {}

    /**
     * Lets a paused run go on.
     *
     * @param run its id
     */
    record ResumeRun(RunId run) implements RunCommand {}

    /**
     * Attempts a run once more that ended badly.
     *
     * @param run its id
     */
    record RetryRun(RunId run) implements RunCommand {}

    /**
     * Asks for a new run that does what this one was asked to do.
     *
     * @param run its id
     * @param parameters a JSON object, in place of those of the run; without it, the same
     */
    record RerunRun(RunId run, @Nullable Json parameters) implements RunCommand {}

    /**
     * Records a run that a process executes by itself, with no runner. The same again changes
     * nothing.
     *
     * @param run its id, made by that process
     * @param tracked what it is
     */
    record TrackRun(RunId run, TrackedRun tracked) implements RunCommand {}

    /**
     * Records that such a run is in another state.
     *
     * @param run its id
     * @param fence of the process that executes it
     * @param state which
     * @param name what people read, finer than the state; without one, the state's usual name
     * @param message why, as a sentence for people
     * @param changedAt when, by the clock of that process
     */
    record ChangeTracked(
            RunId run,
            Fence fence,
            TrackedState state,
            @Nullable String name,
            @Nullable String message,
            Instant changedAt)
            implements RunCommand {}

    /**
     * Records how such a run ended. The same again changes nothing.
     *
     * @param run its id
     * @param fence of the process that executed it
     * @param outcome how it ended
     * @param name what people read, finer than the outcome; without one, the state's usual name
     * @param endedAt when, by the clock of that process
     */
    record FinishTracked(
            RunId run, Fence fence, Outcome outcome, @Nullable String name, Instant endedAt)
            implements RunCommand {}
}

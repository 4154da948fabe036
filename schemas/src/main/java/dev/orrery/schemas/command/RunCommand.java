package dev.orrery.schemas.command;

import dev.orrery.schemas.id.RunId;

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
}

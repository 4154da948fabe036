package dev.orrery.commands.api;

import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.RunId;
import org.jspecify.annotations.Nullable;

/**
 * How a client asks for a run once more. Everything may be left out.
 *
 * @param parameters in place of those of the run
 */
record RerunBody(@Nullable Json parameters) {

    static final RerunBody EMPTY = new RerunBody(null);

    RerunRun toCommand(RunId run) {
        return new RerunRun(run, parameters);
    }
}

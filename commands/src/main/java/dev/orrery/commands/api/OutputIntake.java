package dev.orrery.commands.api;

import dev.orrery.schemas.output.OutputChunk;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where the output goes of runs that a process executes by itself. */
public interface OutputIntake {

    /** Completes when the log has all of it; exceptionally when it did not take it in time. */
    CompletableFuture<Void> append(List<OutputChunk> chunks);
}

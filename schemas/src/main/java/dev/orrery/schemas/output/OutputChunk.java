package dev.orrery.schemas.output;

import dev.orrery.schemas.id.RunId;
import java.util.List;

/**
 * Some lines of a run's output.
 *
 * @param run its id
 * @param attempt the number of the attempt
 * @param firstLine the number of the first line of this chunk in the attempt, from 1
 * @param lines at least one
 */
public record OutputChunk(RunId run, int attempt, long firstLine, List<OutputLine> lines) {
    public OutputChunk {
        lines = List.copyOf(lines);
    }
}

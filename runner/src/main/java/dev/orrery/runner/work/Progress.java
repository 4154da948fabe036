package dev.orrery.runner.work;

import dev.orrery.schemas.output.OutputLine;
import java.util.List;

/**
 * Hears how an attempt goes on. Calls about one attempt never overlap. An implementation may block
 * for a moment, which holds up the output of the work and nothing else, and must not throw.
 */
public interface Progress {

    /** The work runs: the process was forked. Called once, or never when it could not begin. */
    void began();

    /**
     * Some output.
     *
     * @param firstLine the number of the first of these lines in the attempt, from 1
     * @param lines at least one, masked
     */
    void printed(long firstLine, List<OutputLine> lines);
}

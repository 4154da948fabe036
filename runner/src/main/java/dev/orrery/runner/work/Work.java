package dev.orrery.runner.work;

import dev.orrery.schemas.report.Outcome;
import java.io.IOException;

/**
 * A way to execute a run. It blocks until the attempt has ended and nothing of it is left; it is
 * called by one thread an attempt, many at a time.
 */
@FunctionalInterface
public interface Work {

    /**
     * @param assignment what to execute
     * @param progress told when the work has begun and what it prints
     * @param steering what is wished of it meanwhile; where it is to end before its time, what is
     *     asked then is the caller's to know, the outcome is {@link Outcome.Cancelled} whatever the
     *     reason
     */
    Outcome run(Assignment assignment, Progress progress, Steering steering);

    /** Ends what an earlier life of this runner left executing; called once, before any run. */
    default void endLeftovers() throws IOException, InterruptedException {}
}

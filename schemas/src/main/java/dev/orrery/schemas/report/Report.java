package dev.orrery.schemas.report;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a runner says. */
public sealed interface Report {

    /** A report about one run. */
    sealed interface OfRun extends Report {
        RunId run();

        Fence fence();
    }

    /**
     * The runner wants to execute the run. Asking again with the same fence is granted again.
     *
     * @param run its id
     * @param runner who wants it
     * @param fence a new token, made by the runner
     * @param host the name of the machine that the runner is on
     */
    record LeaseRun(RunId run, RunnerId runner, Fence fence, @Nullable String host)
            implements OfRun {

        /** Of a runner that does not say where it is. */
        public LeaseRun(RunId run, RunnerId runner, Fence fence) {
            this(run, runner, fence, null);
        }
    }

    /**
     * The work began.
     *
     * @param run its id
     * @param fence of the lease
     */
    record StartRun(RunId run, Fence fence) implements OfRun {}

    /**
     * The work ended.
     *
     * @param run its id
     * @param fence of the lease
     * @param outcome how
     */
    record FinishRun(RunId run, Fence fence, Outcome outcome) implements OfRun {}

    /**
     * The runner gives the lease back, the work not begun.
     *
     * @param run its id
     * @param fence of the lease
     * @param message why, as a sentence for people
     */
    record ReturnRun(RunId run, Fence fence, String message) implements OfRun {}

    /**
     * A runner began a new life: what an earlier one held is held by nobody. Sent to each
     * partition.
     *
     * @param runner the new life
     * @param host the name of the machine that it is on
     * @param pools whose runs it takes
     */
    record StartRunner(RunnerId runner, String host, List<String> pools) implements Report {
        public StartRunner {
            pools = List.copyOf(pools);
        }
    }
}

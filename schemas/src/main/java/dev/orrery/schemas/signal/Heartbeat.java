package dev.orrery.schemas.signal;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;

/** A lease is kept, or seems not to be; a runner is there, or is not any more. */
public sealed interface Heartbeat {

    /** About the lease of a run. */
    sealed interface OfLease extends Heartbeat {
        RunId run();

        Fence fence();
    }

    /**
     * The runner still holds the run.
     *
     * @param run its id
     * @param fence of the lease
     */
    record LeaseRenewed(RunId run, Fence fence) implements OfLease {}

    /**
     * The processor's marker: no renewal was seen in time. When the processor reads it back, every
     * renewal that was sent in time has been read before it.
     *
     * @param run its id
     * @param fence of the lease
     */
    record LeaseDue(RunId run, Fence fence) implements OfLease {}

    /**
     * The runner is alive. Sent to each partition.
     *
     * @param runner its id
     * @param host the name of the machine that it is on
     * @param pools whose runs it takes
     */
    record RunnerPresent(RunnerId runner, String host, List<String> pools) implements Heartbeat {
        public RunnerPresent {
            pools = List.copyOf(pools);
        }
    }

    /**
     * The runner takes no more runs: it stops, and says so. Sent to each partition. Of one that
     * could not say it nothing more is heard.
     *
     * @param runner its id
     */
    record RunnerGone(RunnerId runner) implements Heartbeat {}
}

package dev.orrery.schemas.signal;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;

/** A lease is kept, or seems not to be; a runner is there, or is not any more. */
public sealed interface Heartbeat {

    /** Whether work goes on. */
    enum Pace {
        GOES_ON,
        STANDS_STILL
    }

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
     * @param pace what the runner heard last that the work is to do
     */
    record LeaseRenewed(RunId run, Fence fence, Pace pace) implements OfLease {}

    /**
     * The processor's marker: no renewal was seen in time. When the processor reads it back, every
     * renewal that was sent in time has been read before it.
     *
     * @param run its id
     * @param fence of the lease
     * @param number tells it from other markers of the lease: one that was set before is read back
     *     before renewals that this one comes after
     */
    record LeaseDue(RunId run, Fence fence, long number) implements OfLease {}

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

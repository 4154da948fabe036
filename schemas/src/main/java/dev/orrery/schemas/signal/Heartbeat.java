package dev.orrery.schemas.signal;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;

/** A lease is kept, or seems not to be. */
public sealed interface Heartbeat {

    RunId run();

    Fence fence();

    /**
     * The runner still holds the run.
     *
     * @param run its id
     * @param fence of the lease
     */
    record LeaseRenewed(RunId run, Fence fence) implements Heartbeat {}

    /**
     * The processor's marker: no renewal was seen in time. When the processor reads it back, every
     * renewal that was sent in time has been read before it.
     *
     * @param run its id
     * @param fence of the lease
     */
    record LeaseDue(RunId run, Fence fence) implements Heartbeat {}
}

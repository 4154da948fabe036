package dev.orrery.schemas.signal;

import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;

/** What the processor tells the runner that holds a run. */
public sealed interface Control {

    RunId run();

    Fence fence();

    /**
     * Ends the work and reports it as cancelled.
     *
     * @param run its id
     * @param fence of the lease
     */
    record CancelWork(RunId run, Fence fence) implements Control {}

    /**
     * Lets the work stand still.
     *
     * @param run its id
     * @param fence of the lease
     */
    record PauseWork(RunId run, Fence fence) implements Control {}

    /**
     * Lets the work go on.
     *
     * @param run its id
     * @param fence of the lease
     */
    record ResumeWork(RunId run, Fence fence) implements Control {}

    /**
     * The lease is gone: ends the work and reports nothing.
     *
     * @param run its id
     * @param fence of the lease that was
     */
    record AbandonWork(RunId run, Fence fence) implements Control {}
}

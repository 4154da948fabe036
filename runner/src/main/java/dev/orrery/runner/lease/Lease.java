package dev.orrery.runner.lease;

import dev.orrery.runner.work.Cancellation;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A run that this runner asked for, and may hold.
 *
 * @param run its id
 * @param deployment whose run it is
 * @param fence the token that its reports carry
 * @param cancellation ends the work
 * @param ending why it is to end, the weightiest reason so far
 */
record Lease(
        RunId run,
        DeploymentId deployment,
        Fence fence,
        Cancellation cancellation,
        AtomicReference<Ending> ending) {

    /** Why work ends before its time; a later one outweighs an earlier one. */
    enum Ending {
        NONE,
        /** The runner stops. */
        STOPPED,
        /** Somebody cancelled the run. */
        CANCELLED,
        /** The run is no longer ours to report on. */
        LOST
    }

    static Lease of(RunReady ready) {
        return new Lease(
                ready.run(),
                ready.deployment(),
                Fence.random(),
                new Cancellation(),
                new AtomicReference<>(Ending.NONE));
    }

    void end(Ending reason, Duration grace) {
        ending.accumulateAndGet(reason, (one, other) -> one.compareTo(other) > 0 ? one : other);
        cancellation.ask(grace);
    }

    boolean isLost() {
        return ending.get() == Ending.LOST;
    }
}

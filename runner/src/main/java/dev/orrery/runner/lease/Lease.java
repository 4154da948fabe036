package dev.orrery.runner.lease;

import dev.orrery.runner.work.Steering;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A run that this runner asked for, and may hold.
 *
 * @param run its id
 * @param deployment whose run it is
 * @param fence the token that its reports carry
 * @param steering of the work
 * @param ending why it is to end, the weightiest reason so far
 */
record Lease(
        RunId run,
        DeploymentId deployment,
        Fence fence,
        Steering steering,
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
                new Steering(),
                new AtomicReference<>(Ending.NONE));
    }

    void end(Ending reason, Duration grace) {
        ending.accumulateAndGet(reason, (one, other) -> one.compareTo(other) > 0 ? one : other);
        steering.end(grace);
    }

    /** What was heard last that the work is to do. */
    Pace pace() {
        return steering.isToStandStill() ? Pace.STANDS_STILL : Pace.GOES_ON;
    }

    boolean isLost() {
        return ending.get() == Ending.LOST;
    }
}

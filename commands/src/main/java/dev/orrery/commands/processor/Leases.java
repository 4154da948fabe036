package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who was last heard of when. Not part of the log: after a restart every lease has its whole length
 * again. A lease is lost in two steps, so that a processor that was away does not crash healthy
 * runs: when it is due a marker is appended behind the renewals that wait to be read, and only when
 * the marker is read back with no renewal before it is the lease lost.
 *
 * <p>It counts on a monotonic clock, as runners do: a machine that slept, or whose wall clock was
 * set, would else find every lease due at once, and read its markers before the next renewals.
 */
final class Leases {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final class Watch {
        private final Run.Held held;
        private long dueNanos;
        private boolean marked;
        private long alarm;

        private Watch(Run.Held held) {
            this.held = held;
        }
    }

    /**
     * When to look at a lease. A lease has one that counts, the last that was set.
     *
     * @param run whose lease
     * @param number of this alarm
     * @param inMillis from now
     */
    record Alarm(RunId run, long number, long inMillis) {}

    private final long leaseMillis;
    private final LongSupplier nanos;
    private final Map<RunId, Watch> watches = new HashMap<>();
    private long alarms;

    /**
     * @param nanos a monotonic clock
     */
    Leases(long leaseMillis, LongSupplier nanos) {
        this.leaseMillis = leaseMillis;
        this.nanos = nanos;
    }

    /** Watches a lease for its length, from now. */
    Alarm watch(Run.Held held) {
        var watch = new Watch(held);
        watches.put(held.id(), watch);
        extend(watch);
        return alarm(watch);
    }

    /** Notes that a held run changed and its lease did not. */
    void update(Run.Held held) {
        var watch = watches.get(held.id());
        if (watch != null) {
            var next = new Watch(held);
            next.dueNanos = watch.dueNanos;
            next.marked = watch.marked;
            next.alarm = watch.alarm;
            watches.put(held.id(), next);
        }
    }

    /**
     * Notes that the runner was heard.
     *
     * @return when to look at the lease, if nothing does because a marker was out
     */
    @Nullable Alarm renew(RunId run, Fence fence) {
        var watch = watches.get(run);
        if (watch == null || !watch.held.lease().fence().equals(fence)) {
            return null;
        }
        var wasMarked = watch.marked;
        extend(watch);
        watch.marked = false;
        return wasMarked ? alarm(watch) : null;
    }

    /** Ends the watch. Returns who held the run. */
    Run.@Nullable Held end(RunId run) {
        var watch = watches.remove(run);
        return watch == null ? null : watch.held;
    }

    /** Whether an alarm is the last of its lease, and the lease not marked. */
    boolean counts(RunId run, long alarm) {
        var watch = watches.get(run);
        return watch != null && !watch.marked && watch.alarm == alarm;
    }

    /** When to look again, or nothing when the lease is due. */
    @Nullable Alarm again(RunId run) {
        var watch = watched(run);
        return nanos.getAsLong() - watch.dueNanos < 0 ? alarm(watch) : null;
    }

    /** When to look at each lease whose marker is not out. */
    List<Alarm> again() {
        return watches.values().stream().filter(watch -> !watch.marked).map(this::alarm).toList();
    }

    /** Notes that the marker is sent. Returns the run that it is for. */
    Run.Held mark(RunId run) {
        var watch = watched(run);
        watch.marked = true;
        return watch.held;
    }

    /** Whether a marker that is read back means that the lease is lost. */
    boolean isLost(RunId run, Fence fence) {
        var watch = watches.get(run);
        return watch != null && watch.marked && watch.held.lease().fence().equals(fence);
    }

    /** The runs that another life of this runner holds. */
    List<Run.Held> heldByAnotherLifeOf(RunnerId runner) {
        return watches.values().stream()
                .map(watch -> watch.held)
                .filter(held -> held.lease().runner().isAnotherLifeOf(runner))
                .toList();
    }

    void clear() {
        watches.clear();
    }

    private void extend(Watch watch) {
        watch.dueNanos = nanos.getAsLong() + leaseMillis * NANOS_PER_MILLI;
    }

    private Alarm alarm(Watch watch) {
        watch.alarm = ++alarms;
        long leftNanos = Math.max(0, watch.dueNanos - nanos.getAsLong());
        // Rounded up: one that rang a moment early would only be set again.
        long millis = (leftNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        return new Alarm(watch.held.id(), watch.alarm, millis);
    }

    private Watch watched(RunId run) {
        var watch = watches.get(run);
        if (watch == null) {
            throw new IllegalStateException("run " + run + " has no lease that is watched");
        }
        return watch;
    }
}

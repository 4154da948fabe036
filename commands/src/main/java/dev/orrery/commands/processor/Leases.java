package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.Comparator;
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
        private long marker;
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

    /**
     * What is appended behind the renewals.
     *
     * @param held whose lease it is for
     * @param number of this marker
     */
    record Marker(Run.Held held, long number) {}

    private final long leaseMillis;
    private final LongSupplier nanos;
    private final Map<RunId, Watch> watches = new HashMap<>();
    private long alarms;
    private long markers;

    /**
     * @param firstMarker greater than the markers that earlier lives of the processor have out
     * @param nanos a monotonic clock
     */
    Leases(long leaseMillis, long firstMarker, LongSupplier nanos) {
        this.leaseMillis = leaseMillis;
        this.markers = firstMarker;
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
            next.marker = watch.marker;
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

    /** Who holds the run with this fence, where it is watched. */
    Run.@Nullable Held held(RunId run, Fence fence) {
        var watch = watches.get(run);
        return watch == null || !watch.held.lease().fence().equals(fence) ? null : watch.held;
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

    /** Notes that a marker is sent, and gives it its number. */
    Marker mark(RunId run) {
        var watch = watched(run);
        watch.marked = true;
        watch.marker = markers++;
        return new Marker(watch.held, watch.marker);
    }

    /**
     * Whether a marker that is read back means that the lease is lost. One that was set before the
     * last does not, perhaps in an earlier life: renewals may follow it that are not read yet.
     */
    boolean isLost(RunId run, Fence fence, long marker) {
        var watch = watches.get(run);
        return watch != null
                && watch.marked
                && watch.marker == marker
                && watch.held.lease().fence().equals(fence);
    }

    /** The runs that another life of this runner holds, the oldest first. */
    List<Run.Held> heldByAnotherLifeOf(RunnerId runner) {
        return watches.values().stream()
                .map(watch -> watch.held)
                .filter(held -> held.lease().runner().isAnotherLifeOf(runner))
                .sorted(Comparator.comparing(Run.Held::id))
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

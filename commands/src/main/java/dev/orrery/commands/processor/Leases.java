package dev.orrery.commands.processor;

import dev.orrery.commands.domain.run.Run;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who was last heard of when. Not part of the log: after a restart every lease has its whole length
 * again. A lease is lost in two steps, so that a processor that was away does not crash healthy
 * runs: when it is due a marker is appended behind the renewals that wait to be read, and only when
 * the marker is read back with no renewal before it is the lease lost.
 */
final class Leases {

    private static final class Watch {
        private final Run.Held held;
        private long dueMillis;
        private boolean marked;

        private Watch(Run.Held held, long dueMillis) {
            this.held = held;
            this.dueMillis = dueMillis;
        }
    }

    private final long leaseMillis;
    private final Map<RunId, Watch> watches = new HashMap<>();

    Leases(long leaseMillis) {
        this.leaseMillis = leaseMillis;
    }

    /** Watches a lease for its length, from now. Returns when it is due. */
    long watch(Run.Held held, long now) {
        var watch = new Watch(held, now + leaseMillis);
        watches.put(held.id(), watch);
        return watch.dueMillis;
    }

    /** Notes that a held run changed and its lease did not. */
    void update(Run.Held held) {
        var watch = watches.get(held.id());
        if (watch != null) {
            var next = new Watch(held, watch.dueMillis);
            next.marked = watch.marked;
            watches.put(held.id(), next);
        }
    }

    /**
     * Notes that the runner was heard.
     *
     * @return whether a marker was out, so that nothing looks at the lease until it is due again
     */
    boolean renew(RunId run, Fence fence, long now) {
        var watch = watches.get(run);
        if (watch == null || !watch.held.lease().fence().equals(fence)) {
            return false;
        }
        var wasMarked = watch.marked;
        watch.dueMillis = now + leaseMillis;
        watch.marked = false;
        return wasMarked;
    }

    /** Ends the watch. Returns who held the run. */
    Run.@Nullable Held end(RunId run) {
        var watch = watches.remove(run);
        return watch == null ? null : watch.held;
    }

    /** When the lease is due, or nothing when it is not watched or already marked. */
    @Nullable Long due(RunId run) {
        var watch = watches.get(run);
        return watch == null || watch.marked ? null : (Long) watch.dueMillis;
    }

    /** Notes that the marker is sent. Returns the run that it is for. */
    Run.Held mark(RunId run) {
        var watch = watches.get(run);
        if (watch == null) {
            throw new IllegalStateException("run " + run + " has no lease to mark");
        }
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
}

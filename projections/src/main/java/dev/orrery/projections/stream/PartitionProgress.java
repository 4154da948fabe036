package dev.orrery.projections.stream;

import dev.orrery.projections.view.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far one partition's views are. */
final class PartitionProgress {

    private static final long CLOSED = -1;

    private final TreeMap<Long, Set<Wait>> waits = new TreeMap<>();
    private volatile long sequence = CLOSED;

    /** Changed only while it is closed, so whoever sees it twice the same saw one life. */
    private final AtomicLong life = new AtomicLong();

    /** Somebody who waits; equal to nobody else. */
    private static final class Wait {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
    }

    boolean isOpen() {
        return sequence != CLOSED;
    }

    long sequence() {
        return sequence;
    }

    boolean has(long wanted) {
        return sequence >= wanted;
    }

    /** How far it is and since when it is here; nothing where it is not. */
    @Nullable Standing standing() {
        long before = life.get();
        long now = sequence;
        return now == CLOSED || life.get() != before ? null : new Standing(before, now);
    }

    void open(long restored) {
        sequence = CLOSED;
        life.incrementAndGet();
        folded(restored);
    }

    /** What waits goes on waiting: the partition may come back before patience ends. */
    void close() {
        sequence = CLOSED;
    }

    void folded(long newSequence) {
        for (var wait : moveTo(newSequence)) {
            wait.done.complete(null);
        }
    }

    CompletableFuture<Void> reached(long wanted, Duration patience) {
        var wait = new Wait();
        synchronized (waits) {
            if (has(wanted)) {
                return CompletableFuture.completedFuture(null);
            }
            waits.computeIfAbsent(wanted, _ -> new HashSet<>()).add(wait);
        }
        // Not left behind when patience ends, or a client could fill the memory with waits.
        return wait.done
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> forget(wanted, wait));
    }

    private List<Wait> moveTo(long newSequence) {
        synchronized (waits) {
            sequence = newSequence;
            if (waits.isEmpty()) {
                return List.of();
            }
            var due = waits.headMap(newSequence, true);
            var done = new ArrayList<Wait>();
            due.values().forEach(done::addAll);
            due.clear();
            return done;
        }
    }

    private void forget(long wanted, Wait wait) {
        synchronized (waits) {
            var others = waits.get(wanted);
            if (others != null && others.remove(wait) && others.isEmpty()) {
                waits.remove(wanted);
            }
        }
    }
}

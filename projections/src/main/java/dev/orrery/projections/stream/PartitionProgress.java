package dev.orrery.projections.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How far one partition's views are. */
final class PartitionProgress {

    private static final long CLOSED = -1;

    private final TreeMap<Long, List<CompletableFuture<Void>>> waits = new TreeMap<>();
    private volatile long sequence = CLOSED;

    boolean isOpen() {
        return sequence != CLOSED;
    }

    long sequence() {
        return sequence;
    }

    boolean has(long wanted) {
        return sequence >= wanted;
    }

    void open(long restored) {
        folded(restored);
    }

    /** What waits goes on waiting: the partition may come back before patience ends. */
    void close() {
        sequence = CLOSED;
    }

    void folded(long newSequence) {
        for (var wait : moveTo(newSequence)) {
            wait.complete(null);
        }
    }

    CompletableFuture<Void> reached(long wanted, Duration patience) {
        var wait = new CompletableFuture<Void>();
        synchronized (waits) {
            if (has(wanted)) {
                return CompletableFuture.completedFuture(null);
            }
            waits.computeIfAbsent(wanted, _ -> new ArrayList<>()).add(wait);
        }
        // Not left behind when patience ends, or a client could fill the memory with waits.
        return wait.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> forgetDone(wanted));
    }

    private List<CompletableFuture<Void>> moveTo(long newSequence) {
        synchronized (waits) {
            sequence = newSequence;
            if (waits.isEmpty()) {
                return List.of();
            }
            var due = waits.headMap(newSequence, true);
            var done = new ArrayList<CompletableFuture<Void>>();
            due.values().forEach(done::addAll);
            due.clear();
            return done;
        }
    }

    private void forgetDone(long wanted) {
        synchronized (waits) {
            var others = waits.get(wanted);
            if (others != null && others.removeIf(CompletableFuture::isDone) && others.isEmpty()) {
                waits.remove(wanted);
            }
        }
    }
}

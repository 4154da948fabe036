package dev.orrery.projections.stream;

import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** How far the views of the partitions here are, and who waits for them to come further. */
final class Positions {

    /** Whoever waits must not go on working on the thread that folds. */
    private static final Executor ELSEWHERE = Thread::startVirtualThread;

    private final Map<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();
    private final int partitionCount;

    Positions(int partitionCount) {
        this.partitionCount = partitionCount;
    }

    void opened(int partition, long sequence) {
        progress(partition).open(sequence);
    }

    void folded(int partition, long sequence) {
        progress(partition).folded(sequence);
    }

    void closed(int partition) {
        progress(partition).close();
    }

    /** Of each partition that is open here; 0 where nothing was folded yet. */
    Map<Integer, Long> sequences() {
        var open = new TreeMap<Integer, Long>();
        partitions.forEach((partition, progress) -> {
            if (progress.isOpen()) {
                open.put(partition, progress.sequence());
            }
        });
        return open;
    }

    Position now() {
        var sequences = new TreeMap<>(sequences());
        sequences.values().removeIf(sequence -> sequence == 0);
        return new Position(sequences);
    }

    /** Whether every partition that is open here and named there has come as far. */
    boolean openHave(Map<Integer, Long> wanted) {
        return partitions.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .allMatch(entry -> entry.getValue().has(wanted.getOrDefault(entry.getKey(), 0L)));
    }

    private boolean have(Position position) {
        return position.sequences().entrySet().stream()
                .allMatch(entry -> progress(entry.getKey()).has(entry.getValue()));
    }

    CompletableFuture<Void> reached(Position position, Duration patience) {
        var sequences = position.sequences();
        if (!sequences.isEmpty()
                && (sequences.firstKey() < 0 || sequences.lastKey() >= partitionCount)) {
            throw new IllegalArgumentException(
                    "the log has the partitions 0 to " + (partitionCount - 1));
        }
        if (have(position)) {
            return CompletableFuture.completedFuture(null);
        }
        var waits =
                sequences.entrySet().stream()
                        .map(entry -> progress(entry.getKey()).reached(entry.getValue(), patience))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(waits).thenRunAsync(() -> {}, ELSEWHERE);
    }

    private PartitionProgress progress(int partition) {
        return partitions.computeIfAbsent(partition, _ -> new PartitionProgress());
    }
}

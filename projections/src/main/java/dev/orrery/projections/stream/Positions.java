package dev.orrery.projections.stream;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.Standing;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** How far the views of the partitions here are, and who waits for them to come further. */
final class Positions {

    /** Readers that may wait at once, each for half a minute at most. */
    static final int WAITS_MAX = 4_096;

    /** Whoever waits must not go on working on the thread that folds. */
    private static final Executor ELSEWHERE = Thread::startVirtualThread;

    private final Map<Integer, PartitionProgress> partitions = new ConcurrentHashMap<>();
    private final int partitionCount;
    private final Semaphore waitsFree;
    private volatile Map<Integer, Long> least = Map.of();

    Positions(int partitionCount) {
        this(partitionCount, WAITS_MAX);
    }

    Positions(int partitionCount, int waitsMax) {
        this.partitionCount = partitionCount;
        waitsFree = new Semaphore(waitsMax);
    }

    int partitionCount() {
        return partitionCount;
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

    /** How far a partition must be before anybody may read it. */
    void mustHave(Map<Integer, Long> sequences) {
        least = Map.copyOf(sequences);
    }

    /** Whether a partition is here and as far as it must be. */
    boolean isWhole(int partition) {
        var progress = partitions.get(partition);
        return progress != null
                && progress.isOpen()
                && progress.has(least.getOrDefault(partition, 0L));
    }

    /** The partitions that are here and as far as they must be. */
    Set<Integer> whole() {
        var whole = new TreeSet<>(sequences().keySet());
        whole.removeIf(partition -> !isWhole(partition));
        return whole;
    }

    /**
     * @throws Elsewhere when the partition is not here or not as far as it must be
     */
    Standing standing(int partition) {
        var progress = partitions.get(partition);
        var now = progress == null ? null : progress.standing();
        if (now == null || now.sequence() < least.getOrDefault(partition, 0L)) {
            throw new Elsewhere(partition);
        }
        return now;
    }

    /** Whether every partition that is open here is as far as it must be. */
    boolean openAreWhole() {
        return sequences().keySet().stream().allMatch(this::isWhole);
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
        if (!waitsFree.tryAcquire()) {
            throw new ApiProblem(
                    Refusal.TOO_MANY_REQUESTS,
                    "Too many reads wait for a position; ask again in a second");
        }
        var waits =
                sequences.entrySet().stream()
                        .map(entry -> progress(entry.getKey()).reached(entry.getValue(), patience))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(waits)
                .whenComplete((_, _) -> waitsFree.release())
                // Also when patience ends: its clock has one thread for the whole process.
                .whenCompleteAsync((_, _) -> {}, ELSEWHERE);
    }

    private PartitionProgress progress(int partition) {
        return partitions.computeIfAbsent(partition, _ -> new PartitionProgress());
    }
}

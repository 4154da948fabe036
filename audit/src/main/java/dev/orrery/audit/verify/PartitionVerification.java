package dev.orrery.audit.verify;

import dev.orrery.audit.log.PartitionLog;
import dev.orrery.audit.replay.Difference;
import dev.orrery.audit.replay.Examiner;
import dev.orrery.audit.replay.Fold;
import dev.orrery.audit.replay.Link;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.WholeViews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One partition, verified by one thread; others may look how far it is. */
final class PartitionVerification {

    private static final int TELL_EVERY_EVENTS = 500;
    private static final int TELL_EVERY_ROWS = 1_000;

    /** So far behind the live views that what comes meanwhile is soon read. */
    private static final long NEAR_EVENTS = 5_000;

    private static final int ROUNDS_MAX = 5;
    private static final Duration LOG_BEHIND_MAX = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 50;

    /**
     * What all partitions have in common.
     *
     * @param task what is to be verified
     * @param logs opens a partition of the log
     * @param examiner of its events
     * @param live the views that are compared, where any are
     * @param scratch a folder for rows that are compared
     * @param atOnce how many partitions are verified at once
     */
    record Means(
            Task task,
            IntFunction<PartitionLog> logs,
            Examiner examiner,
            @Nullable WholeViews live,
            Path scratch,
            int atOnce) {}

    private final int partition;
    private final Means means;
    private final BooleanSupplier isCancelled;
    private volatile Stage stage = Stage.WAITING;
    private volatile long beganNanos;
    private volatile long endedNanos;
    private volatile long start;
    private volatile long last;
    private volatile Link link;
    private volatile @Nullable Long comparedAt;
    private volatile long rows;
    private volatile @Nullable Difference difference;
    private volatile @Nullable String failure;

    PartitionVerification(int partition, Means means, BooleanSupplier isCancelled) {
        this.partition = partition;
        this.means = means;
        this.isCancelled = isCancelled;
        link = Link.start(partition);
    }

    /** The stage is read first: what belongs to its end is there before it. */
    PartitionState state() {
        var now = stage;
        long sequence = link.id().sequence();
        return new PartitionState(
                partition,
                now,
                start,
                sequence,
                Math.max(last, sequence),
                sequence == 0 ? null : link.hash().hex(),
                comparedAt,
                rows,
                eventsPerSecond(now, sequence),
                difference,
                failure);
    }

    private long eventsPerSecond(Stage now, long sequence) {
        if (now == Stage.WAITING) {
            return 0;
        }
        long nanos = (now.isOver() ? endedNanos : System.nanoTime()) - beganNanos;
        return Math.round((double) Math.max(0, sequence - start) / Math.max(1, nanos) * 1e9);
    }

    /**
     * Does all of it.
     *
     * @throws CancellationException when it is no longer wanted
     */
    void run() throws InterruptedException {
        requireWanted();
        try (var log = means.logs.apply(partition)) {
            var from = means.task.from(partition);
            var expected = means.task.expected(partition);
            start = from.isPresent() ? from.get().sequence() : 0;
            last = log.lastSequence();
            beganNanos = System.nanoTime();
            stage = Stage.READING;
            var walk =
                    from.isPresent()
                            ? Walk.from(means.examiner, from.get(), expected)
                            : Walk.fromStart(
                                    means.examiner,
                                    partition,
                                    expected,
                                    Fold.inMemory(means.atOnce));
            from.ifPresent(place -> log.seek(place.sequence()));
            requireWanted();
            var found = means.live == null ? null : compare(log, walk, means.live);
            if (found == null) {
                log.extend();
                found = read(log, walk, Long.MAX_VALUE);
            }
            link = walk.link();
            difference = found == null ? walk.missing() : found;
            end(difference == null ? Stage.VERIFIED : Stage.DIFFERENT);
        }
    }

    /** Somebody ended it, or another partition did. */
    void cancelled() {
        end(Stage.CANCELLED);
    }

    /**
     * It came to no end.
     *
     * @param why as a sentence
     */
    void failed(String why) {
        failure = why;
        end(Stage.FAILED);
    }

    private void end(Stage how) {
        endedNanos = System.nanoTime();
        stage = how;
    }

    /**
     * Folds until it is near the live views, has them stand still, and compares. So they stand
     * still for no longer than it takes to compare.
     */
    private @Nullable Difference compare(PartitionLog log, Walk walk, WholeViews live)
            throws InterruptedException {
        try (var rebuilt = new ScratchRows(means.scratch.resolve("partition-" + partition))) {
            walk.foldInto(rebuilt);
            for (int round = 0; round < ROUNDS_MAX; round++) {
                long there = live.sequence(partition);
                if (there - walk.link().id().sequence() <= NEAR_EVENTS) {
                    break;
                }
                var found = readWhole(log, walk, there);
                if (found != null) {
                    return found;
                }
            }
            try (var snapshot = live.open(partition)) {
                if (snapshot.sequence() < walk.link().id().sequence()) {
                    // Other views are read since, or these were taken back by a crash.
                    throw new Elsewhere(partition);
                }
                var found = readWhole(log, walk, snapshot.sequence());
                if (found != null) {
                    return found;
                }
                link = walk.link();
                stage = Stage.COMPARING;
                try (var all = rebuilt.all(partition)) {
                    found =
                            new ViewComparison(snapshot.rows(), all, walk.link().id())
                                    .find(this::compared);
                }
                comparedAt = snapshot.sequence();
                stage = Stage.READING;
                return found;
            }
        } finally {
            walk.foldInto(null);
        }
    }

    /** Reads to an event that the live views have, so that the log must have it. */
    private @Nullable Difference readWhole(PartitionLog log, Walk walk, long sequence)
            throws InterruptedException {
        long moved = System.nanoTime();
        while (true) {
            long before = walk.link().id().sequence();
            log.extend();
            var found = read(log, walk, sequence);
            var reached = walk.link().id();
            if (found != null || reached.sequence() >= sequence) {
                return found;
            }
            if (reached.sequence() > before) {
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > LOG_BEHIND_MAX.toNanos()) {
                return new Difference(
                        walk.link().id(),
                        -1,
                        "the live view has the event %d:%d, and the log ends after %s"
                                .formatted(partition, sequence, reached));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private @Nullable Difference read(PartitionLog log, Walk walk, long sequence) {
        while (walk.link().id().sequence() < sequence) {
            var record = log.next();
            if (record == null) {
                return null;
            }
            var found = walk.step(record);
            if (found != null) {
                return found;
            }
            if (walk.link().id().sequence() % TELL_EVERY_EVENTS == 0) {
                link = walk.link();
                requireWanted();
            }
        }
        return null;
    }

    private void requireWanted() {
        if (isCancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
    }

    private void compared(long count) {
        if (count % TELL_EVERY_ROWS == 0) {
            requireWanted();
        }
        rows = count;
    }
}

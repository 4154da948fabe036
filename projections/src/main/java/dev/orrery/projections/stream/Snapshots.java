package dev.orrery.projections.stream;

import dev.orrery.projections.stream.StoreReader.OpenScan;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.ViewSnapshot;
import dev.orrery.projections.view.Views;
import dev.orrery.projections.view.WholeViews;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Opens all rows of a partition between two events: any thread asks, and the one that folds opens,
 * since only that one knows that no event is folded in part. What RocksDB has opened shows what was
 * there at that moment, whatever is folded later.
 */
final class Snapshots implements WholeViews {

    private static final int OPEN_MAX = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OPEN_TIME_MAX = Duration.ofMinutes(10);

    private final Map<Integer, Queue<CompletableFuture<ViewSnapshot>>> asked =
            new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(OPEN_MAX);
    private final Positions positions;
    private final Duration patience;

    Snapshots(Positions positions) {
        this(positions, PATIENCE);
    }

    Snapshots(Positions positions, Duration patience) {
        this.positions = positions;
        this.patience = patience;
    }

    @Override
    public long sequence(int partition) {
        return positions.standing(partition).sequence();
    }

    @Override
    public ViewSnapshot open(int partition) throws InterruptedException {
        var _ = positions.standing(partition);
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException(
                    "there are %d readers of whole views already".formatted(OPEN_MAX));
        }
        var opened = new CompletableFuture<ViewSnapshot>();
        queue(partition).add(opened);
        try {
            return opened.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException away) {
            if (isGivenUp(opened)) {
                throw new Elsewhere(partition);
            }
            return opened.join();
        } catch (InterruptedException stop) {
            if (!isGivenUp(opened)) {
                opened.join().close();
            }
            throw stop;
        }
    }

    /** Unless it was opened at the last moment. */
    private boolean isGivenUp(CompletableFuture<ViewSnapshot> opened) {
        if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
            return false;
        }
        free.release();
        return true;
    }

    /** In the thread that folds, between two events: opens what somebody asked for. */
    void serve(int partition, KeyValueStore<Bytes, byte[]> store) {
        var waiting = asked.get(partition);
        if (waiting == null) {
            return;
        }
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            long sequence = Views.sequence(new StoreRows(store));
            var rows = new BoundedScan(new OpenScan(partition, StoreScan.all(store, partition)));
            // Whoever asked may have given up.
            if (!next.complete(new ViewSnapshot(sequence, rows))) {
                rows.scan.close();
            }
        }
    }

    /** The partition leaves. */
    void gone(int partition) {
        var waiting = queue(partition);
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            next.completeExceptionally(new Elsewhere(partition));
        }
    }

    private Queue<CompletableFuture<ViewSnapshot>> queue(int partition) {
        return asked.computeIfAbsent(partition, _ -> new ConcurrentLinkedQueue<>());
    }

    /** Counts as long as it is open, which it may not be for ever. */
    private final class BoundedScan implements Scan {
        private final long opened = System.nanoTime();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final Scan scan;

        BoundedScan(Scan scan) {
            this.scan = scan;
        }

        @Override
        public @Nullable Row next() {
            if (System.nanoTime() - opened > OPEN_TIME_MAX.toNanos()) {
                throw new IllegalStateException(
                        "whole views were read for more than %s".formatted(OPEN_TIME_MAX));
            }
            return scan.next();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                scan.close();
                free.release();
            }
        }
    }
}

package dev.orrery.projections.api;

import dev.orrery.projections.Story;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputKeys;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.Standing;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.projections.view.Views;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.output.OutputChunk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The views of some partitions in memory, as a test has them. */
final class MemoryViews implements ViewReader {

    static final int PARTITIONS = 3;

    private final MemoryRows[] partitions =
            IntStream.range(0, PARTITIONS)
                    .mapToObj(_ -> new MemoryRows())
                    .toArray(MemoryRows[]::new);
    private final MemoryRows output = new MemoryRows();
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final AtomicInteger gets = new AtomicInteger();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicLong lives = new AtomicLong();
    private volatile Set<Integer> here =
            IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet());
    private volatile boolean ready = true;
    private volatile Runnable betweenScans = () -> {};

    void fold(RecordedEvent event) {
        Story.fold(event, partitions[event.header().id().partition()]);
        waits.forEach(Wait::look);
    }

    void keep(OutputChunk chunk, Codec<OutputChunk> codec) {
        var key = OutputKeys.chunk(chunk.run(), chunk.attempt(), chunk.firstLine());
        output.put(key, codec.encode(chunk));
    }

    /** How many values were asked for. */
    int gets() {
        return gets.get();
    }

    /** How many rows scans went through. */
    int steps() {
        return steps.get();
    }

    /** How many reads wait. */
    int waiting() {
        return waits.size();
    }

    /** What happens before each scan is opened. */
    void betweenScans(Runnable happening) {
        betweenScans = happening;
    }

    /** Only these partitions are here from now on. */
    void move(Set<Integer> nowHere) {
        lives.incrementAndGet();
        here = Set.copyOf(nowHere);
    }

    void ready(boolean nowReady) {
        ready = nowReady;
    }

    @Override
    public int partitionCount() {
        return PARTITIONS;
    }

    @Override
    public Set<Integer> partitions() {
        return here;
    }

    @Override
    public Standing standing(int partition) {
        return new Standing(lives.get(), Views.sequence(rows(partition)));
    }

    @Override
    public Position position() {
        var sequences = new TreeMap<Integer, Long>();
        for (int partition : here) {
            long sequence = Views.sequence(partitions[partition]);
            if (sequence > 0) {
                sequences.put(partition, sequence);
            }
        }
        return new Position(sequences);
    }

    @Override
    public CompletableFuture<Void> reached(Position position, Duration patience) {
        if (position.sequences().lastKey() >= PARTITIONS) {
            throw new IllegalArgumentException("the log has the partitions 0 to 2");
        }
        var wait = new Wait(position, new CompletableFuture<>());
        waits.add(wait);
        wait.look();
        return wait.done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
        gets.incrementAndGet();
        return rows(partition).get(key);
    }

    @Override
    public Scan scan(int partition, KeyRange range, Order order) {
        betweenScans.run();
        return snapshot(rows(partition).scan(partition, range, order));
    }

    /** What is there now, whatever changes later, as a store gives it. */
    private Scan snapshot(Scan scan) {
        var rows = new ArrayDeque<Row>();
        for (var row = scan.next(); row != null; row = scan.next()) {
            rows.add(row);
        }
        return new Scan() {
            @Override
            public @Nullable Row next() {
                steps.incrementAndGet();
                return rows.poll();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Scan output(int partition, KeyRange range, Order order) {
        rows(partition);
        return output.scan(partition, range, order);
    }

    private MemoryRows rows(int partition) {
        if (!ready || !here.contains(partition)) {
            throw new Elsewhere(partition);
        }
        return partitions[partition];
    }

    private final class Wait {
        private final Position position;
        private final CompletableFuture<Void> done;

        Wait(Position position, CompletableFuture<Void> done) {
            this.position = position;
            this.done = done;
        }

        void look() {
            var here = position().sequences();
            if (position.sequences().entrySet().stream()
                    .allMatch(e -> here.getOrDefault(e.getKey(), 0L) >= e.getValue())) {
                done.complete(null);
            }
        }
    }
}

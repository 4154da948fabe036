package dev.orrery.projections.stream;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputReader;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Affinity;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores of this process. What is folded and not yet committed is read too: it comes from
 * committed events, so a crash takes it back only until it is folded again, and a reader who names
 * a position waits for that.
 */
final class StoreReader implements ViewReader, OutputReader {

    private final KafkaStreams streams;
    private final Positions positions;
    private final int partitionCount;

    StoreReader(KafkaStreams streams, Positions positions, int partitionCount) {
        this.streams = streams;
        this.positions = positions;
        this.partitionCount = partitionCount;
    }

    @Override
    public int partitionOf(UUID id) {
        return Affinity.of(id).partition(partitionCount);
    }

    @Override
    public Set<Integer> partitions() {
        var here = positions.sequences().keySet();
        if (here.size() < partitionCount) {
            throw notReady(); // A list without some partitions would be wrong and not say so.
        }
        return here;
    }

    @Override
    public Position position() {
        return positions.now();
    }

    @Override
    public CompletableFuture<Void> reached(Position position, Duration patience) {
        return positions.reached(position, patience);
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
        requireWhole(partition);
        return read(ProjectorTopology.VIEWS, partition, store -> store.get(Bytes.wrap(key)));
    }

    @Override
    public Scan scan(int partition, KeyRange range, Order order) {
        requireWhole(partition);
        return scan(ProjectorTopology.VIEWS, partition, range, order);
    }

    @Override
    public Scan scan(KeyRange range, Order order) {
        var all = new Merge(order, (one, _) -> one);
        try {
            for (int partition = 0; partition < partitionCount; partition++) {
                all.with(scan(ProjectorTopology.OUTPUT, partition, range, order), 0);
            }
        } catch (RuntimeException notReady) {
            all.close();
            throw notReady;
        }
        return all;
    }

    private Scan scan(String name, int partition, KeyRange range, Order order) {
        return read(
                name,
                partition,
                store -> new OpenScan(StoreScan.of(store, partition, range, order)));
    }

    /** Views that are still being built would say that what they have not met is not there. */
    private void requireWhole(int partition) {
        if (!positions.isWhole(partition)) {
            throw notReady();
        }
    }

    /**
     * A scan whose store may move away from it.
     *
     * @param scan of the store
     */
    record OpenScan(Scan scan) implements Scan {

        @Override
        public @Nullable Row next() {
            try {
                return scan.next();
            } catch (InvalidStateStoreException moved) {
                throw notReady();
            }
        }

        @Override
        public void close() {
            scan.close();
        }
    }

    private <T extends @Nullable Object> T read(
            String name, int partition, Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> read) {
        if (streams.state() != KafkaStreams.State.RUNNING) {
            throw notReady();
        }
        try {
            return read.apply(
                    streams.store(
                            StoreQueryParameters.fromNameAndType(
                                            name,
                                            QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                                    .withPartition(partition)));
        } catch (InvalidStateStoreException moving) {
            throw notReady();
        }
    }

    private static ApiProblem notReady() {
        return new ApiProblem(Refusal.NOT_READY, "The views are not ready; ask again in a second");
    }
}

package dev.orrery.projections.stream;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.Standing;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores that this process folds into. What is folded and not yet committed is read too:
 * it comes from committed events, so a crash takes it back only until it is folded again, and a
 * reader who names a position waits for that.
 */
final class StoreReader implements ViewReader {

    private final OpenStores stores;
    private final Positions positions;
    private final int partitionCount;

    StoreReader(OpenStores stores, Positions positions, int partitionCount) {
        this.stores = stores;
        this.positions = positions;
        this.partitionCount = partitionCount;
    }

    @Override
    public int partitionCount() {
        return partitionCount;
    }

    @Override
    public Set<Integer> partitions() {
        return positions.whole();
    }

    @Override
    public Standing standing(int partition) {
        return positions.standing(partition);
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
        return stores.read(ProjectorTopology.VIEWS, partition, store -> store.get(Bytes.wrap(key)));
    }

    @Override
    public Scan scan(int partition, KeyRange range, Order order) {
        requireWhole(partition);
        return stores.scan(ProjectorTopology.VIEWS, partition, range, order);
    }

    @Override
    public Scan output(int partition, KeyRange range, Order order) {
        requireWhole(partition);
        return stores.scan(ProjectorTopology.OUTPUT, partition, range, order);
    }

    /** Views that are still being built would say that what they have not met is not there. */
    private void requireWhole(int partition) {
        var _ = positions.standing(partition);
    }

    /**
     * A scan whose store may move away from it.
     *
     * @param partition whose store it is
     * @param scan of the store
     */
    record OpenScan(int partition, Scan scan) implements Scan {

        @Override
        public @Nullable Row next() {
            try {
                return scan.next();
            } catch (InvalidStateStoreException moved) {
                throw new Elsewhere(partition);
            }
        }

        @Override
        public void close() {
            scan.close();
        }
    }
}

package dev.orrery.projections.stream;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Scan;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stores of this process as Kafka Streams lets others than their tasks read them. */
final class OpenStores {

    private final KafkaStreams streams;
    private final boolean stale;

    private OpenStores(KafkaStreams streams, boolean stale) {
        this.streams = streams;
        this.stale = stale;
    }

    /** Those that this process folds into. */
    static OpenStores active(KafkaStreams streams) {
        return new OpenStores(streams, false);
    }

    /** Those that follow what another process folds, and those that are being restored. */
    static OpenStores standby(KafkaStreams streams) {
        return new OpenStores(streams, true);
    }

    /**
     * @throws Elsewhere when the store is not here, or can't be read now
     */
    <T extends @Nullable Object> T read(
            String name, int partition, Function<ReadOnlyKeyValueStore<Bytes, byte[]>, T> read) {
        try {
            return read.apply(streams.store(which(name, partition)));
        } catch (InvalidStateStoreException away) {
            throw new Elsewhere(partition);
        } catch (IllegalStateException fault) {
            // What Kafka Streams says while it stops; a store can say it too, of a row.
            if (streams.state().isRunningOrRebalancing()) {
                throw fault;
            }
            throw new Elsewhere(partition);
        }
    }

    /**
     * @throws Elsewhere when the store is not here, or can't be read now
     */
    Scan scan(String name, int partition, KeyRange range, Order order) {
        return read(
                name,
                partition,
                store ->
                        new StoreReader.OpenScan(
                                partition, StoreScan.of(store, partition, range, order)));
    }

    private StoreQueryParameters<ReadOnlyKeyValueStore<Bytes, byte[]>> which(
            String name, int partition) {
        var which =
                StoreQueryParameters.fromNameAndType(
                                name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition);
        return stale ? which.enableStaleStores() : which;
    }
}

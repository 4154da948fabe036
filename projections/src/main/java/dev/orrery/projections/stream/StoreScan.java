package dev.orrery.projections.stream;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** A range of a state store. */
final class StoreScan implements Scan {

    private static final byte[] NO_KEY = {};

    private final int partition;
    private final byte[] end;
    private final KeyValueIterator<Bytes, byte[]> rows;

    private StoreScan(int partition, byte[] end, KeyValueIterator<Bytes, byte[]> rows) {
        this.partition = partition;
        this.end = end;
        this.rows = rows;
    }

    static StoreScan of(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            int partition,
            KeyRange range,
            Order order) {
        var from = Bytes.wrap(range.from());
        var to = Bytes.wrap(range.to());
        var rows =
                switch (order) {
                    case ASCENDING -> store.range(from, to);
                    case DESCENDING -> store.reverseRange(from, to);
                };
        return new StoreScan(partition, range.to(), rows);
    }

    /** All rows, ascending. */
    static StoreScan all(ReadOnlyKeyValueStore<Bytes, byte[]> store, int partition) {
        return new StoreScan(partition, NO_KEY, store.all());
    }

    @Override
    public @Nullable Row next() {
        while (rows.hasNext()) {
            var row = rows.next();
            // A store's ranges have their last key in them, ours do not.
            if (!Arrays.equals(row.key.get(), end)) {
                return new Row(partition, row.key.get(), row.value);
            }
        }
        return null;
    }

    @Override
    public void close() {
        rows.close();
    }
}

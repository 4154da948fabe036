package dev.orrery.projections.view;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows in a map: what a rebuild fills, to be compared with the rows that a projector kept. */
public final class MemoryRows implements Rows {

    private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        rows.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        rows.remove(key);
    }

    /** All rows, in the order of their keys. */
    public NavigableMap<byte[], byte[]> all() {
        return Collections.unmodifiableNavigableMap(rows);
    }

    public Scan scan(int partition, KeyRange range, Order order) {
        var part = rows.subMap(range.from(), true, range.to(), false);
        var entries =
                (order == Order.ASCENDING ? part : part.descendingMap()).entrySet().iterator();
        return new Scan() {
            @Override
            public @Nullable Row next() {
                if (!entries.hasNext()) {
                    return null;
                }
                var entry = entries.next();
                return new Row(partition, entry.getKey(), entry.getValue());
            }

            @Override
            public void close() {}
        };
    }
}

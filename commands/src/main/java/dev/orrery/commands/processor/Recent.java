package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Binary;
import java.util.LinkedHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Rows of the store, the latest used ones also as objects: a decision looks at the same row some
 * four times, and decoding it was most of what the decision cost.
 */
final class Recent<T> {

    private static final int ROWS_MAX = 512;

    /** A document may have a megabyte; what is as rare as that is decoded each time. */
    private static final int ROW_BYTES_MAX = 8 * 1024;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Binary<T> form;
    private final T absent;
    private final LinkedHashMap<Bytes, T> rows = new LinkedHashMap<>(16, 0.75f, true);

    Recent(KeyValueStore<Bytes, byte[]> store, Binary<T> form, T absent) {
        this.store = store;
        this.form = form;
        this.absent = absent;
    }

    T get(Bytes key) {
        var known = rows.get(key);
        if (known != null) {
            return known;
        }
        var bytes = store.get(key);
        if (bytes == null) {
            return absent;
        }
        var row = form.decode(bytes);
        keep(key, row, bytes);
        return row;
    }

    void put(Bytes key, T row) {
        var bytes = form.encode(row);
        store.put(key, bytes);
        keep(key, row, bytes);
    }

    void forget(Bytes key) {
        store.delete(key);
        rows.remove(key);
    }

    /** The store is about to be emptied. */
    void forgetAll() {
        rows.clear();
    }

    private void keep(Bytes key, T row, byte[] bytes) {
        if (bytes.length > ROW_BYTES_MAX) {
            rows.remove(key);
            return;
        }
        rows.put(key, row);
        if (rows.size() > ROWS_MAX) {
            rows.pollFirstEntry();
        }
    }
}

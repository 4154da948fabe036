package dev.orrery.projections.stream;

import dev.orrery.projections.view.Rows;
import dev.orrery.projections.view.ViewJson;
import java.util.LinkedHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows in a state store, as the task that owns it writes them, and the latest used ones also as
 * views: each event of a run changes the same row, and reading it was most of what a fold cost.
 */
final class StoreRows implements Rows {

    private static final int VIEWS_MAX = 1_024;

    /** A document may have a megabyte; what is as rare as that is read each time. */
    private static final int VIEW_BYTES_MAX = 8 * 1024;

    private final KeyValueStore<Bytes, byte[]> store;
    private final LinkedHashMap<Bytes, Record> views = new LinkedHashMap<>(16, 0.75f, true);

    StoreRows(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    public void put(byte[] key, byte[] value) {
        var name = Bytes.wrap(key);
        views.remove(name);
        store.put(name, value);
    }

    @Override
    public void delete(byte[] key) {
        var name = Bytes.wrap(key);
        views.remove(name);
        store.delete(name);
    }

    @Override
    public <T> @Nullable T view(byte[] key, Class<T> type) {
        var name = Bytes.wrap(key);
        var known = views.get(name);
        if (known != null) {
            return type.cast(known);
        }
        byte[] row = store.get(name);
        if (row == null) {
            return null;
        }
        var view = ViewJson.read(row, type);
        if (view instanceof Record read) {
            keep(name, read, row);
        }
        return view;
    }

    @Override
    public void put(byte[] key, Record view) {
        var name = Bytes.wrap(key);
        byte[] row = ViewJson.write(view);
        store.put(name, row);
        keep(name, view, row);
    }

    private void keep(Bytes name, Record view, byte[] row) {
        if (row.length > VIEW_BYTES_MAX) {
            views.remove(name);
            return;
        }
        views.put(name, view);
        if (views.size() > VIEWS_MAX) {
            views.pollFirstEntry();
        }
    }
}

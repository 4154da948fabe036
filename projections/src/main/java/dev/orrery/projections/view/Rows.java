package dev.orrery.projections.view;

import org.jspecify.annotations.Nullable;

/** The rows of all views of one partition, as a fold sees them. */
public interface Rows {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** A row as the view that was put there. */
    default <T> @Nullable T view(byte[] key, Class<T> type) {
        byte[] row = get(key);
        return row == null ? null : ViewJson.read(row, type);
    }

    /** Writes a view as a row. */
    default void put(byte[] key, Record view) {
        put(key, ViewJson.write(view));
    }
}

package dev.orrery.projections.view;

import org.jspecify.annotations.Nullable;

/** The rows of all views of one partition, as a fold sees them. */
public interface Rows {

    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);
}

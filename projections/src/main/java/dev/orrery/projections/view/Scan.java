package dev.orrery.projections.view;

import org.jspecify.annotations.Nullable;

/** Rows one after another; holds resources until it is closed. */
public interface Scan extends AutoCloseable {

    /** The next row, or null after the last. */
    @Nullable Row next();

    @Override
    void close();
}

package dev.orrery.projections.view;

/**
 * All rows of a partition's views after one event, and before the next.
 *
 * @param sequence of the last event folded into them, 0 before the first
 * @param rows in the order of their keys
 */
public record ViewSnapshot(long sequence, Scan rows) implements AutoCloseable {

    @Override
    public void close() {
        rows.close();
    }
}

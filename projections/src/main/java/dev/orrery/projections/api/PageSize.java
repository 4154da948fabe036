package dev.orrery.projections.api;

import org.jspecify.annotations.Nullable;

/** How much of a list was looked at and found, and whether that is a page. */
final class PageSize {

    /** What a filter without an index may look at before it hands back a cursor. */
    static final int ROWS_EXAMINED_MAX = 1_000;

    /** Items can be large: half a megabyte of parameters each. */
    private static final int BYTES_MAX = 4 << 20;

    private final int itemsMax;
    private int items;
    private int examined;
    private long bytes;

    PageSize(int itemsMax) {
        this.itemsMax = itemsMax;
    }

    /** Counts a row. */
    void more(byte @Nullable [] item) {
        examined++;
        if (item != null) {
            // With the comma that is before it.
            bytes += item.length + (items > 0 ? 1 : 0);
            items++;
        }
    }

    boolean isReached() {
        return items == itemsMax || bytes >= BYTES_MAX || examined == ROWS_EXAMINED_MAX;
    }
}

package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of each partition, and those of several partitions by their time.
 *
 * @param partitions where they are
 * @param prefix of the keys, which end with the sequence
 * @param place what orders the rows of several partitions
 * @param item an event as JSON, or null for a row that does not belong
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a list is used once
record EventListing(
        Collection<Integer> partitions,
        byte[] prefix,
        Function<Row, byte[]> place,
        Function<Row, byte @Nullable []> item) {

    /** One page: what is in the window, and no more of it than that. */
    Page page(ViewReader views, EventWindow window, int limit) {
        var page = new Page();
        try (var rows = open(views, window)) {
            int examined = 0;
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (page.items() == limit
                        || page.isFull()
                        || examined == Listing.ROWS_EXAMINED_MAX) {
                    page.continues(window.rest());
                    page.isAt(window.reached());
                    return page;
                }
                byte[] event = item.apply(row);
                if (event != null) {
                    page.add(event);
                }
                window.seen(row.partition(), LogEntry.sequence(row));
                examined++;
            }
        }
        window.seenAll();
        page.isAt(window.reached());
        return page;
    }

    private Merge open(ViewReader views, EventWindow window) {
        var all = new Merge(window.order(), (one, _) -> one);
        try {
            for (int partition : partitions) {
                if (window.isOpen(partition)) {
                    var range =
                            KeyRange.of(
                                    prefix, window.from(partition) + 1, window.to(partition) + 1);
                    all.with(views.scan(partition, range, window.order()), place);
                }
            }
        } catch (RuntimeException notReady) {
            all.close();
            throw notReady;
        }
        return all;
    }
}

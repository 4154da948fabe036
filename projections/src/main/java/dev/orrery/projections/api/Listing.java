package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One list: the rows of an index in their order, over the partitions that hold it.
 *
 * @param partitions where its rows are
 * @param prefixes of its rows' keys, of one index; several mix by what follows them
 * @param order which way it goes
 * @param combine makes one of two rows that mean the same thing
 */
record Listing(
        Collection<Integer> partitions,
        List<byte[]> prefixes,
        Order order,
        BinaryOperator<Row> combine) {

    /** What a filter without an index may look at before it hands back a cursor. */
    private static final int ROWS_EXAMINED_MAX = 1_000;

    static Listing of(Collection<Integer> partitions, byte[] prefix, Order order) {
        return new Listing(partitions, List.of(prefix), order, (one, _) -> one);
    }

    /**
     * One page.
     *
     * @param item an item as JSON, or null for a row that does not belong
     */
    Page page(ViewReader views, PageRequest request, Function<Row, byte @Nullable []> item) {
        var page = new Page();
        byte list = prefixes.getFirst()[0];
        byte[] after = request.after() == null ? null : request.after().suffix(list);
        int prefixBytes = prefixes.getFirst().length;
        try (var rows = open(views, after)) {
            int examined = 0;
            Row last = null;
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (last != null
                        && (page.items() == request.limit()
                                || page.isFull()
                                || examined == ROWS_EXAMINED_MAX)) {
                    page.continues(Cursor.of(list, last.suffix(prefixBytes)));
                    break;
                }
                byte[] found = item.apply(row);
                if (found != null) {
                    page.add(found);
                }
                examined++;
                last = row;
            }
        }
        return page;
    }

    private Merge open(ViewReader views, byte @Nullable [] after) {
        var all = new Merge(order, combine);
        try {
            for (var partition : partitions) {
                for (var prefix : prefixes) {
                    var range = KeyRange.beyond(prefix, after, order);
                    all.with(views.scan(partition, range, order), prefix.length);
                }
            }
        } catch (RuntimeException notReady) {
            all.close();
            throw notReady;
        }
        return all;
    }
}

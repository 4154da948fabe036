package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One list: the rows of an index in their order, over the partitions that hold it.
 *
 * @param partitions where its rows are
 * @param prefixes of its rows' keys, of one index; several mix by what follows them
 * @param order which way it goes
 * @param filter what rows are left out by, where the prefixes do not say it
 * @param combine makes one of two rows that mean the same thing
 */
record Listing(
        Collection<Integer> partitions,
        List<byte[]> prefixes,
        Order order,
        String filter,
        BinaryOperator<Row> combine) {

    /** What a filter without an index may look at before it hands back a cursor. */
    static final int ROWS_EXAMINED_MAX = 1_000;

    static Listing of(Collection<Integer> partitions, byte[] prefix, Order order) {
        return new Listing(partitions, List.of(prefix), order, "", (one, _) -> one);
    }

    Listing filteredBy(String newFilter) {
        return new Listing(partitions, prefixes, order, newFilter, combine);
    }

    /**
     * One page.
     *
     * @param item an item as JSON, or null for a row that does not belong
     */
    Page page(ViewReader views, PageRequest request, Function<Row, byte @Nullable []> item) {
        var page = new Page();
        int list = fingerprint();
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

    /** The same for each page of the same list, and hardly for those of another one. */
    private int fingerprint() {
        var crc = new CRC32C();
        for (var prefix : prefixes) {
            crc.update(prefix.length);
            crc.update(prefix);
        }
        crc.update(order.name().getBytes(StandardCharsets.US_ASCII));
        crc.update(filter.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    private Merge open(ViewReader views, byte @Nullable [] after) {
        var all = new Merge(order, combine);
        try {
            for (var partition : partitions) {
                for (var prefix : prefixes) {
                    var range = KeyRange.beyond(prefix, after, order);
                    all.with(views.scan(partition, range, order), prefix.length);
                }
                // Opened one after another: what went back from a later range to an earlier one in
                // the meantime is in neither, and is there when the earlier ones are opened again.
                for (var prefix : prefixes.subList(0, prefixes.size() - 1)) {
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

package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
 * @param within what alone may follow the prefixes; anything where it is null
 */
record Listing(
        Collection<Integer> partitions,
        List<byte[]> prefixes,
        Order order,
        String filter,
        BinaryOperator<Row> combine,
        @Nullable KeyRange within) {

    static Listing of(Collection<Integer> partitions, byte[] prefix, Order order) {
        return of(partitions, List.of(prefix), order);
    }

    static Listing of(Collection<Integer> partitions, List<byte[]> prefixes, Order order) {
        return new Listing(partitions, prefixes, order, "", (one, _) -> one, null);
    }

    Listing combinedBy(BinaryOperator<Row> newCombine) {
        return new Listing(partitions, prefixes, order, filter, newCombine, within);
    }

    Listing filteredBy(@Nullable Object... filters) {
        return new Listing(partitions, prefixes, order, Arrays.toString(filters), combine, within);
    }

    /** Of a list whose keys end with ids. */
    Listing ofIds(KeyRange ids) {
        return new Listing(partitions, prefixes, order, filter, combine, ids);
    }

    /**
     * One page.
     *
     * @param views that it is read from
     * @param item an item as JSON, or null for a row that does not belong
     */
    PartedList page(ViewReader views, PageRequest request, Function<Row, byte @Nullable []> item) {
        byte[] after = request.after() == null ? null : request.after().suffix(fingerprint());
        return new ListPage(views, this, request.limit(), after, item);
    }

    /** The same for each page of the same list, and hardly for those of another one. */
    int fingerprint() {
        var crc = new CRC32C();
        for (var prefix : prefixes) {
            crc.update(prefix.length);
            crc.update(prefix);
        }
        crc.update(order.name().getBytes(StandardCharsets.US_ASCII));
        crc.update(filter.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** How many bytes of a key are before what orders the rows. */
    int prefixBytes() {
        return prefixes.getFirst().length;
    }

    private KeyRange range(byte[] prefix, byte @Nullable [] after) {
        var left = KeyRange.beyond(prefix, after, order);
        return within == null ? left : left.within(prefix, within);
    }

    /** The rows that some of the partitions have, after what a row's key ends with. */
    Merge open(ViewReader views, Collection<Integer> some, byte @Nullable [] after) {
        var all = new Merge(order, combine);
        try {
            for (var partition : some) {
                for (var prefix : prefixes) {
                    all.with(views.scan(partition, range(prefix, after), order), prefix.length);
                }
                // Opened one after another: what went back from a later range to an earlier one in
                // the meantime is in neither, and is there when the earlier ones are opened again.
                for (var prefix : prefixes.subList(0, prefixes.size() - 1)) {
                    all.with(views.scan(partition, range(prefix, after), order), prefix.length);
                }
            }
        } catch (RuntimeException notReady) {
            all.close();
            throw notReady;
        }
        return all;
    }
}

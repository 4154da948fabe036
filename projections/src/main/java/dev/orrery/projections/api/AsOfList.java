package dev.orrery.projections.api;

import dev.orrery.projections.view.Row;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A list as it was at a moment: before its rows, each share says of each partition how far that is.
 *
 * @param views that it is read from
 * @param asOf the moment
 * @param list of what was then
 */
record AsOfList(Visit views, AsOf asOf, PartedList list) implements PartedList {

    /** No row of a list has it: there it is the end of a key. */
    private static final byte[] PLACE = new byte[0];

    @Override
    public Collection<Integer> partitions() {
        return list.partitions();
    }

    @Override
    public Share share(Collection<Integer> some) {
        var rows = new ArrayList<Row>();
        for (int partition : some) {
            long bound = asOf.bound(views, partition);
            rows.add(
                    Share.row(
                            partition,
                            PLACE,
                            ByteBuffer.allocate(Long.BYTES).putLong(bound).array()));
        }
        var share = list.share(some);
        rows.addAll(share.rows());
        return new Share(share.sequences(), rows, share.more());
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        var bounds = new TreeMap<Integer, Long>();
        var lists = new ArrayList<Share>();
        for (var share : shares) {
            var rows = new ArrayList<Row>();
            for (var row : share.rows()) {
                if (row.key().length == 0) {
                    bounds.put(row.partition(), ByteBuffer.wrap(row.value()).getLong());
                } else {
                    rows.add(row);
                }
            }
            lists.add(new Share(share.sequences(), rows, share.more()));
        }
        AsOf.tell(http, bounds);
        list.answer(http, lists);
    }
}

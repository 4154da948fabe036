package dev.orrery.projections.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many scans as one, in order: the same range of several partitions, or several ranges of an index.
 * Rows are ordered by what follows the prefix of their range, or by what else a caller says, so
 * rows of different states or partitions mix.
 */
public final class Merge implements Scan {

    private final List<Scan> scans = new ArrayList<>();
    private final PriorityQueue<Head> heads;
    private final BinaryOperator<Row> combine;

    /**
     * @param order of all scans
     * @param combine makes one row of two with the same place
     */
    public Merge(Order order, BinaryOperator<Row> combine) {
        this.combine = combine;
        Comparator<Head> ascending = Head::compare;
        heads =
                new PriorityQueue<>(
                        switch (order) {
                            case ASCENDING -> ascending;
                            case DESCENDING -> ascending.reversed();
                        });
    }

    /** Adds a scan whose rows are ordered by what follows a prefix; it is closed with this one. */
    public Merge with(Scan scan, int prefixBytes) {
        return with(scan, row -> row.suffix(prefixBytes));
    }

    /**
     * Adds a scan; it is closed with this one.
     *
     * @param place what its rows are ordered by, as unsigned bytes
     */
    public Merge with(Scan scan, Function<Row, byte[]> place) {
        scans.add(scan);
        advance(scan, place);
        return this;
    }

    @Override
    public @Nullable Row next() {
        var first = heads.poll();
        if (first == null) {
            return null;
        }
        advance(first.scan, first.placing);
        var row = first.row;
        while (heads.peek() != null && Head.compare(first, heads.peek()) == 0) {
            var same = heads.remove();
            advance(same.scan, same.placing);
            row = combine.apply(row, same.row);
        }
        return row;
    }

    @Override
    public void close() {
        scans.forEach(Scan::close);
    }

    private void advance(Scan scan, Function<Row, byte[]> placing) {
        var row = scan.next();
        if (row != null) {
            heads.add(new Head(row, placing.apply(row), scan, placing));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Head(Row row, byte[] place, Scan scan, Function<Row, byte[]> placing) {
        static int compare(Head one, Head other) {
            return Arrays.compareUnsigned(one.place, other.place);
        }
    }
}

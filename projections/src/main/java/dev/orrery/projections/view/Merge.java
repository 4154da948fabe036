package dev.orrery.projections.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Many scans as one, in order: the same range of several partitions, or several ranges of an index.
 * Rows are ordered by what follows the prefix of their range, so rows of different states or
 * partitions mix.
 */
public final class Merge implements Scan {

    private final List<Scan> scans = new ArrayList<>();
    private final PriorityQueue<Head> heads;
    private final BinaryOperator<Row> combine;

    /**
     * @param order of all scans
     * @param combine makes one row of two with the same suffix
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

    /** Adds a scan; it is closed with this one. */
    public Merge with(Scan scan, int prefixBytes) {
        scans.add(scan);
        advance(scan, prefixBytes);
        return this;
    }

    @Override
    public @Nullable Row next() {
        var first = heads.poll();
        if (first == null) {
            return null;
        }
        advance(first.scan, first.prefixBytes);
        var row = first.row;
        while (heads.peek() != null && Head.compare(first, heads.peek()) == 0) {
            var same = heads.remove();
            advance(same.scan, same.prefixBytes);
            row = combine.apply(row, same.row);
        }
        return row;
    }

    @Override
    public void close() {
        scans.forEach(Scan::close);
    }

    private void advance(Scan scan, int prefixBytes) {
        var row = scan.next();
        if (row != null) {
            heads.add(new Head(row, scan, prefixBytes));
        }
    }

    private record Head(Row row, Scan scan, int prefixBytes) {
        static int compare(Head one, Head other) {
            return one.row.compareSuffix(one.prefixBytes, other.row, other.prefixBytes);
        }
    }
}

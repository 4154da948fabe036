package dev.orrery.projections.api;

import dev.orrery.projections.view.Row;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A list with one item of each partition.
 *
 * @param views where the partitions are
 * @param answers what they say
 */
record EachPartition(Visit views, PartitionAnswers answers) implements PartedList {

    private static final byte[] PLACE = {};

    @Override
    public Collection<Integer> partitions() {
        return views.everywhere();
    }

    @Override
    public Share share(Collection<Integer> some) {
        var sequences = Visit.sequences(views, some);
        var items = new ArrayList<Row>();
        for (int partition : some) {
            items.add(Share.row(partition, PLACE, answers.of(views, partition)));
        }
        return new Share(sequences, items, false);
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        var items =
                shares.stream()
                        .flatMap(share -> share.rows().stream())
                        .sorted(Comparator.comparingInt(Row::partition))
                        .map(Row::value)
                        .toList();
        answers.answer(http, items);
    }
}

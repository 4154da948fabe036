package dev.orrery.projections.api;

import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Tally;
import dev.orrery.projections.view.ViewJson;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How many there are of everything: a list of what each partition has counted.
 *
 * @param views that it is read from
 */
record Counts(Visit views) implements PartedList {

    private static final byte[] PLACE = new byte[0];

    @Override
    public Collection<Integer> partitions() {
        return views.everywhere();
    }

    @Override
    public Share share(Collection<Integer> some) {
        var tallies = new ArrayList<Row>();
        for (int partition : some) {
            tallies.add(Share.row(partition, PLACE, views.get(partition, Keys.tally())));
        }
        return new Share(Visit.sequences(views, some), tallies, false);
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        var sum = Tally.of(null).counts();
        for (var share : shares) {
            for (var row : share.rows()) {
                sum = sum.and(Tally.of(Share.isItem(row) ? row.value() : null).counts());
            }
        }
        http.contentType(ContentType.APPLICATION_JSON).result(ViewJson.write(sum));
    }
}

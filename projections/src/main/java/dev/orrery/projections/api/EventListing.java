package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.id.Position;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of each partition, and those of several partitions by their time.
 *
 * @param views that they are read from
 * @param partitions where they are
 * @param prefix of the keys, which end with the sequence
 * @param place what orders the rows of several partitions; it ends with the sequence too
 * @param item an event as JSON, or null for a row that does not belong
 * @param part which part of the list is asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a list is used once
record EventListing(
        ViewReader views,
        Collection<Integer> partitions,
        byte[] prefix,
        Function<Row, byte[]> place,
        Function<Row, byte @Nullable []> item,
        EventRequest part)
        implements PartedList {

    @Override
    public Share share(Collection<Integer> some) {
        var sequences = Visit.sequences(views, some);
        var window = part.window(some, new Position(sequences));
        var size = new PageSize(part.limit());
        var seen = new ArrayList<Row>();
        boolean more = false;
        try (var rows = open(window, some)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (size.isReached()) {
                    more = true;
                    break;
                }
                byte[] event = item.apply(row);
                size.more(event);
                seen.add(Share.row(row.partition(), place.apply(row), event));
            }
        }
        return new Share(sequences, seen, more);
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        page(shares).answer(http);
    }

    /** What is in the window, and no more of it than is asked for. */
    private Page page(List<Share> shares) {
        var now = new TreeMap<Integer, Long>();
        shares.forEach(share -> now.putAll(share.sequences()));
        var window = part.window(partitions, new Position(now));
        var page = new Page();
        var size = new PageSize(part.limit());
        try (var rows = new Merge(window.order(), (one, _) -> one)) {
            shares.forEach(share -> rows.with(share.scan(), 0));
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (size.isReached()) {
                    return continued(page, window);
                }
                byte[] event = Share.isItem(row) ? row.value() : null;
                size.more(event);
                if (event != null) {
                    page.add(event);
                }
                window.seen(row.partition(), LogEntry.sequence(row));
                if (Share.oneEndsAt(row, shares)) {
                    return continued(page, window);
                }
            }
        }
        window.seenAll();
        page.isAt(window.reached());
        return page;
    }

    private static Page continued(Page page, EventWindow window) {
        page.continues(window.rest());
        page.isAt(window.reached());
        return page;
    }

    private Merge open(EventWindow window, Collection<Integer> some) {
        var all = new Merge(window.order(), (one, _) -> one);
        try {
            for (int partition : some) {
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

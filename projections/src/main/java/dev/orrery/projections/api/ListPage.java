package dev.orrery.projections.api;

import dev.orrery.projections.view.Merge;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. Each share of it goes as far as the page would if the share were all there
 * is, so the page that is made of them is the same however the partitions are spread, and so is its
 * cursor.
 *
 * @param views that it is read from
 * @param limit how many items at most
 * @param after what the last row's key of the page before ended with
 * @param item an item as JSON, or null for a row that does not belong
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a page is used once
record ListPage(
        ViewReader views,
        Listing listing,
        int limit,
        byte @Nullable [] after,
        Function<Row, byte @Nullable []> item)
        implements PartedList {

    @Override
    public Collection<Integer> partitions() {
        return listing.partitions();
    }

    @Override
    public Share share(Collection<Integer> some) {
        var size = new PageSize(limit);
        var seen = new ArrayList<Row>();
        boolean more = false;
        try (var rows = listing.open(views, some, after)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (size.isReached()) {
                    more = true;
                    break;
                }
                byte[] found = item.apply(row);
                size.more(found);
                seen.add(Share.row(row.partition(), row.suffix(listing.prefixBytes()), found));
            }
        }
        return new Share(Visit.sequences(views, some), seen, more);
    }

    @Override
    public void answer(Context http, List<Share> shares) {
        page(shares).answer(http);
    }

    private Page page(List<Share> shares) {
        var page = new Page();
        var size = new PageSize(limit);
        try (var rows = new Merge(listing.order(), listing.combine())) {
            shares.forEach(share -> rows.with(share.scan(), 0));
            Row last = null;
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (last != null && size.isReached()) {
                    page.continues(Cursor.of(listing.fingerprint(), last.key()));
                    break;
                }
                byte[] found = Share.isItem(row) ? row.value() : null;
                size.more(found);
                if (found != null) {
                    page.add(found);
                }
                if (Share.oneEndsAt(row, shares)) {
                    page.continues(Cursor.of(listing.fingerprint(), row.key()));
                    break;
                }
                last = row;
            }
        }
        return page;
    }
}

package dev.orrery.projections.past;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one aggregate, as the trail has them.
 *
 * @param views that have the trail
 * @param partition where the aggregate is
 * @param subject its id
 */
record PastEvents(ViewReader views, int partition, UUID subject) {

    /** How many events one answer folds: a run that is leased and given back all day has many. */
    static final int FOLDED_MAX = 10_000;

    /**
     * Goes through the events up to a sequence, the oldest first.
     *
     * @throws ApiProblem when they are too many for one answer
     */
    void fold(long sequence, Consumer<Row> each) {
        int count = 0;
        try (var rows = views.scan(partition, upTo(sequence), Order.ASCENDING)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                if (++count > FOLDED_MAX) {
                    throw new ApiProblem(
                            Refusal.TOO_MANY_EVENTS,
                            "More than "
                                    + FOLDED_MAX
                                    + " events happened to "
                                    + subject
                                    + "; read them as they are from /v1/events?subject="
                                    + subject);
                }
                each.accept(row);
            }
        }
    }

    /** The newest events up to a sequence as they are stored, in their order. */
    Collection<byte[]> newest(long sequence, int max) {
        var newest = new ArrayDeque<byte[]>();
        try (var rows = views.scan(partition, upTo(sequence), Order.DESCENDING)) {
            for (var row = rows.next(); row != null && newest.size() < max; row = rows.next()) {
                newest.addFirst(row.value());
            }
        }
        return newest;
    }

    /** The first of all, as it is stored. */
    byte @Nullable [] first() {
        var all = KeyRange.of(Keys.events(subject));
        try (var rows = views.scan(partition, all, Order.ASCENDING)) {
            var row = rows.next();
            return row == null ? null : row.value();
        }
    }

    /** Whether nothing happened to it after a sequence. */
    boolean endBy(long sequence) {
        var later = KeyRange.of(Keys.events(subject), sequence + 1, Long.MAX_VALUE);
        try (var rows = views.scan(partition, later, Order.ASCENDING)) {
            return rows.next() == null;
        }
    }

    private KeyRange upTo(long sequence) {
        return KeyRange.of(Keys.events(subject), 0, sequence + 1);
    }
}

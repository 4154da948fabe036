package dev.orrery.audit.verify;

import dev.orrery.audit.replay.Difference;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.RowName;
import dev.orrery.projections.view.Scan;
import dev.orrery.schemas.envelope.EventId;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Two lists of rows side by side: those of the live views, and those that the log gives. */
final class ViewComparison {

    private static final int UNKNOWN = -1;

    private final Scan live;
    private final Scan rebuilt;
    private final EventId at;

    /**
     * @param at the last event that both have
     */
    ViewComparison(Scan live, Scan rebuilt, EventId at) {
        this.live = live;
        this.rebuilt = rebuilt;
        this.at = at;
    }

    /**
     * The first row that is not the same in both.
     *
     * @param compared is told each number of rows
     */
    @Nullable Difference find(LongConsumer compared) {
        long rows = 0;
        var one = live.next();
        var other = rebuilt.next();
        while (one != null || other != null) {
            var sentence = sentence(one, other);
            if (sentence != null) {
                return new Difference(at, UNKNOWN, "compared at " + at + ", " + sentence);
            }
            compared.accept(++rows);
            one = live.next();
            other = rebuilt.next();
        }
        return null;
    }

    private static @Nullable String sentence(@Nullable Row live, @Nullable Row rebuilt) {
        int order = order(live, rebuilt);
        if (order < 0 && live != null) {
            return "the live view has a row that does not follow from the log: "
                    + RowName.of(live.key());
        }
        if (order > 0 && rebuilt != null) {
            return "the live view lacks a row: " + RowName.of(rebuilt.key());
        }
        if (live == null || rebuilt == null || Arrays.equals(live.value(), rebuilt.value())) {
            return null;
        }
        int place = Arrays.mismatch(live.value(), rebuilt.value());
        return "a row of the live view is not what follows from the log, from its byte "
                + place
                + " on: "
                + RowName.of(live.key());
    }

    private static int order(@Nullable Row live, @Nullable Row rebuilt) {
        if (live == null) {
            return rebuilt == null ? 0 : 1;
        }
        return rebuilt == null ? -1 : Arrays.compareUnsigned(live.key(), rebuilt.key());
    }
}

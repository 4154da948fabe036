package dev.orrery.projections.past;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import java.time.Instant;

/**
 * When things happened on a partition.
 *
 * @param views that have its list of events
 * @param partition whose
 */
public record LogTime(ViewReader views, int partition) {

    /**
     * The sequence of the last event up to a time, 0 before the first. Times never go back on a
     * partition, so it is found in as many looks as the number of its events has bits.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    public long sequence(Instant time) {
        long least = 0;
        long most = views.standing(partition).sequence();
        while (least < most) {
            long middle = most - (most - least) / 2;
            if (time(middle).isAfter(time)) {
                most = middle - 1;
            } else {
                least = middle;
            }
        }
        return least;
    }

    /**
     * When an event was decided.
     *
     * @param sequence of one that the views have
     * @throws Elsewhere when the partition can't be read here now
     */
    public Instant time(long sequence) {
        byte[] key = Keys.logged(sequence);
        byte[] row = views.get(partition, key);
        if (row == null) {
            throw new Elsewhere(partition);
        }
        return LogEntry.of(new Row(partition, key, row)).time();
    }
}

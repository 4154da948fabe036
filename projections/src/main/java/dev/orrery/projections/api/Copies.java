package dev.orrery.projections.api;

import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.ViewReader;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The copies here of partitions that other nodes fold, and how old they are.
 *
 * @param views of the copies
 * @param sightings of how far those are who fold them
 * @param clock by which events have their time
 */
record Copies(ViewReader views, Sightings sightings, InstantSource clock) {

    boolean has(int partition) {
        return views.partitions().contains(partition);
    }

    /**
     * How long ago a copy was known to have everything, rounded up. That is since the newest look
     * at the original that the copy has reached; without one, since the last event that it has,
     * when it had everything too.
     *
     * @throws Elsewhere when nothing is known
     */
    int ageSeconds(int partition, long sequence) {
        var age =
                sightings.age(partition, sequence).orElseGet(() -> sinceEvent(partition, sequence));
        return Math.clamp(age.plusMillis(999).toSeconds(), 0, Integer.MAX_VALUE);
    }

    private Duration sinceEvent(int partition, long sequence) {
        if (sequence == 0) {
            throw new Elsewhere(partition);
        }
        var range = KeyRange.of(Keys.log(), sequence, sequence + 1);
        try (var rows = views.scan(partition, range, Order.ASCENDING)) {
            var row = rows.next();
            if (row == null) {
                throw new Elsewhere(partition);
            }
            return Duration.between(LogEntry.of(row).time(), clock.instant());
        }
    }
}

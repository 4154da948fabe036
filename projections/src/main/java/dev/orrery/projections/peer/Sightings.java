package dev.orrery.projections.peer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How far those who fold partitions were seen to be, and when: a copy that has come as far had
 * everything at that time.
 */
public final class Sightings {

    /** Two minutes of looks, one a second. */
    private static final int KEPT_MAX = 120;

    private record Sighting(long nanos, long sequence) {}

    private final Map<Integer, Deque<Sighting>> seen = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime a clock that never goes back
     */
    public Sightings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What the clock says now: to be asked before looking. */
    public long now() {
        return nanoTime.getAsLong();
    }

    /**
     * A partition was seen.
     *
     * @param nanos when the look began, by {@link #now}
     * @param sequence how far it was then, at least
     */
    public void saw(int partition, long nanos, long sequence) {
        var sightings = seen.computeIfAbsent(partition, _ -> new ArrayDeque<>());
        synchronized (sightings) {
            sightings.addLast(new Sighting(nanos, sequence));
            if (sightings.size() > KEPT_MAX) {
                sightings.removeFirst();
            }
        }
    }

    /** How long ago a copy that has come to a sequence had everything; nothing when unknown. */
    public Optional<Duration> age(int partition, long sequence) {
        var sightings = seen.get(partition);
        if (sightings == null) {
            return Optional.empty();
        }
        synchronized (sightings) {
            for (var each = sightings.descendingIterator(); each.hasNext(); ) {
                var sighting = each.next();
                if (sighting.sequence <= sequence) {
                    return Optional.of(Duration.ofNanos(now() - sighting.nanos));
                }
            }
        }
        return Optional.empty();
    }
}

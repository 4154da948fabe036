package dev.orrery.projections.api;

import dev.orrery.projections.view.Order;
import dev.orrery.schemas.id.Position;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events that a list has still to show: of each partition those after one sequence and up to
 * another. Where a list is, is such a sequence for each partition, since what comes later on one
 * partition may be older than what came before on another: a single row could not say what was
 * seen.
 */
final class EventWindow {

    private final Order order;
    private final TreeMap<Integer, Long> from = new TreeMap<>();
    private final TreeMap<Integer, Long> to = new TreeMap<>();
    private final TreeMap<Integer, Long> end = new TreeMap<>();

    /**
     * @param after only what follows this position is in it
     * @param cursor what the page before left
     * @param now what the views have; what comes while a page is made is for the next one
     */
    EventWindow(
            Collection<Integer> partitions,
            Order order,
            Position after,
            @Nullable Position cursor,
            Position now) {
        this.order = order;
        for (int partition : partitions) {
            long least = sequence(after, partition, 0);
            long most = sequence(now, partition, 0);
            end.put(partition, Math.max(least, most));
            var left = cursor == null ? null : cursor.sequences().get(partition);
            if (left != null) {
                switch (order) {
                    case ASCENDING -> least = Math.max(least, left);
                    case DESCENDING -> most = Math.min(most, left);
                }
            }
            from.put(partition, least);
            to.put(partition, most);
        }
    }

    Order order() {
        return order;
    }

    boolean isOpen(int partition) {
        return from(partition) < to(partition);
    }

    /** After which sequence the rest of a partition begins. */
    long from(int partition) {
        return from.getOrDefault(partition, 0L);
    }

    /** With which sequence the rest of a partition ends. */
    long to(int partition) {
        return to.getOrDefault(partition, 0L);
    }

    /** An event was looked at, and with it those before it in the list's order. */
    void seen(int partition, long sequence) {
        switch (order) {
            case ASCENDING -> from.put(partition, sequence);
            case DESCENDING -> to.put(partition, sequence - 1);
        }
    }

    /** All were. */
    void seenAll() {
        from.replaceAll((partition, least) -> Math.max(least, to(partition)));
    }

    /** The cursor of the next page. */
    Position rest() {
        return new Position(
                switch (order) {
                    case ASCENDING -> from;
                    case DESCENDING -> to;
                });
    }

    /** After which position a list begins that has what this one has not: what comes later. */
    Position reached() {
        return new Position(
                switch (order) {
                    case ASCENDING -> from;
                    case DESCENDING -> end;
                });
    }

    private static long sequence(Position position, int partition, long otherwise) {
        return position.sequences().getOrDefault(partition, otherwise);
    }
}

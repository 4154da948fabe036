package dev.orrery.projections.api;

import dev.orrery.projections.view.Order;
import dev.orrery.schemas.id.Position;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list of events is asked for.
 *
 * @param after only what follows this position is in it
 * @param cursor what the page before left; without it, the list's beginning
 * @param limit how many items at most
 */
record EventRequest(Order order, Position after, @Nullable Position cursor, int limit) {

    /**
     * What is to be shown of some partitions.
     *
     * @param now what the views have of them
     */
    EventWindow window(Collection<Integer> partitions, Position now) {
        return new EventWindow(partitions, order, after, cursor, now);
    }
}

package dev.orrery.audit.replay;

import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventId;
import java.time.Instant;

/**
 * The end of what was read of a partition: what the next event must follow from.
 *
 * @param id of the last event; sequence 0 before the first
 * @param hash of it
 * @param time of it
 */
public record Link(EventId id, EventHash hash, Instant time) {

    /** Before the first event. */
    public static Link start(int partition) {
        return new Link(new EventId(partition, 0), EventHash.NONE, Instant.MIN);
    }

    public static Link after(LoggedEvent event) {
        var header = event.recorded().header();
        return new Link(header.id(), event.hash(), header.time());
    }

    /** The event that must come next. */
    EventId next() {
        return new EventId(id.partition(), id.sequence() + 1);
    }
}

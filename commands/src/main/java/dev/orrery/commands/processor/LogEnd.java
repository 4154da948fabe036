package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventHash;
import java.time.Instant;

/**
 * How far a partition's log goes: what the next event needs to know of the one before it.
 *
 * @param sequence of the last event, 0 when there is none
 * @param hash of the last event
 * @param time of the last event; time never goes back on a partition
 */
record LogEnd(long sequence, EventHash hash, Instant time) {

    static final LogEnd START = new LogEnd(0, EventHash.NONE, Instant.EPOCH);
}

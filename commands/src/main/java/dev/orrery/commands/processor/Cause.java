package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.envelope.EventId;
import org.jspecify.annotations.Nullable;

/**
 * Why events are appended.
 *
 * @param actor who caused them
 * @param origin the client's command, or nothing for timers and reports
 * @param causation the event that they follow from, where there is one
 * @param reason given by the caller
 * @param traceparent W3C trace context of the caller
 */
record Cause(
        String actor,
        @Nullable Origin origin,
        @Nullable EventId causation,
        @Nullable String reason,
        @Nullable String traceparent) {

    /** The actor of what time does. */
    static final String CLOCK = "orrery";

    static Cause of(String actor, EventId causation) {
        return new Cause(actor, null, causation, null, null);
    }

    Cause followingFrom(EventId event) {
        return new Cause(actor, origin, event, reason, traceparent);
    }
}

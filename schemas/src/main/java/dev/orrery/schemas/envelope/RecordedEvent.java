package dev.orrery.schemas.envelope;

import dev.orrery.schemas.event.Event;

/**
 * An event as it stands in the log.
 *
 * @param root the record's key: the id of the root aggregate
 * @param header what is known of it
 * @param event what happened
 */
public record RecordedEvent(String root, EventHeader header, Event event) {}

package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.RecordedEvent;

/**
 * An event with the record that it was read from: all that can be checked of it.
 *
 * @param record as it stands in the log
 * @param recorded what it says
 * @param hash of the record: what the next event must name as the one before it
 */
public record LoggedEvent(LogRecord record, RecordedEvent recorded, EventHash hash) {}

package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.event.Event;
import org.jspecify.annotations.Nullable;

/** What an event is labelled with, against what it is. */
final class Labels {

    private Labels() {}

    /** The name of the first label that is wrong. */
    static @Nullable String firstWrong(LogRecord record, EventHeader header, Event event) {
        if (!header.subject().equals(event.subject().value())) {
            return "subject";
        }
        var type = record.attribute(HeaderNames.TYPE);
        if (type == null || !type.endsWith("." + event.getClass().getSimpleName())) {
            return "type";
        }
        return record.timestamp() == header.time().toEpochMilli() ? null : "timestamp";
    }
}

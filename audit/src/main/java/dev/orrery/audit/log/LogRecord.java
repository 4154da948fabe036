package dev.orrery.audit.log;

import dev.orrery.schemas.envelope.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log as it stands there, before anything is believed of it.
 *
 * @param partition of the log
 * @param offset in the partition
 * @param timestamp in Unix milliseconds
 * @param key the root aggregate's id
 * @param headers the event's attributes
 * @param value what happened, in the Confluent wire format
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, and never compared.
public record LogRecord(
        int partition,
        long offset,
        long timestamp,
        byte @Nullable [] key,
        Headers headers,
        byte @Nullable [] value) {

    /** What it calls its number on the partition; 0, which no event has, when it names none. */
    public long sequence() {
        var text = attribute(HeaderNames.SEQUENCE);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    public @Nullable String attribute(String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}

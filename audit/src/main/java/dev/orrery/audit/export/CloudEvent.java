package dev.orrery.audit.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.Event;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event in the JSON format 1.0 of CloudEvents. What is absent is left out.
 *
 * @param specversion of CloudEvents
 * @param id {@code partition:sequence}
 * @param source which log
 * @param type such as {@code dev.orrery.RunRequested}
 * @param subject the id of what it happened to
 * @param time when it was decided, as the log has it: always with milliseconds, so that texts are
 *     in order too
 * @param datacontenttype of the data as it stands here
 * @param dataschema names the Avro schema that the log has it in, by its fingerprint
 * @param partition of the log
 * @param sequence of the event on its partition; a text, since CloudEvents' integers have 32 bits
 * @param version of the subject after it; a text too
 * @param partitionkey the record's key: the id of the root aggregate
 * @param actor who caused it
 * @param commandid what the client called the command that it came from
 * @param causationid the event that it follows from
 * @param reason why, in the caller's words
 * @param prevhash the SHA-256 of the event before it on its partition
 * @param traceparent W3C trace context
 * @param data what happened, as the API shows it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CloudEvent(
        String specversion,
        String id,
        String source,
        @Nullable String type,
        UUID subject,
        @Nullable String time,
        String datacontenttype,
        @Nullable String dataschema,
        int partition,
        String sequence,
        String version,
        String partitionkey,
        String actor,
        @Nullable String commandid,
        @Nullable String causationid,
        @Nullable String reason,
        String prevhash,
        @Nullable String traceparent,
        Event data) {

    static CloudEvent of(LogRecord record, RecordedEvent recorded) {
        var header = recorded.header();
        var origin = header.origin();
        var causation = header.causation();
        var schema = record.attribute(HeaderNames.DATA_SCHEMA);
        return new CloudEvent(
                "1.0",
                header.id().toString(),
                header.source(),
                record.attribute(HeaderNames.TYPE),
                header.subject(),
                record.attribute(HeaderNames.TIME),
                "application/json",
                schema == null ? null : "urn:orrery:schema:" + schema,
                header.id().partition(),
                Long.toString(header.id().sequence()),
                Long.toString(header.version()),
                recorded.root(),
                header.actor(),
                origin == null ? null : origin.command().value(),
                causation == null ? null : causation.toString(),
                header.reason(),
                header.previous().hex(),
                header.traceparent(),
                recorded.event());
    }
}

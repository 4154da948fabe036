package dev.orrery.schemas.envelope;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RootId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Events as CloudEvents in Kafka's binary mode, linked into a hash chain. */
public final class EventFormat {

    private final Codec<Event> codec;

    public EventFormat(Codec<Event> codec) {
        this.codec = codec;
    }

    public WrittenEvent write(RootId root, EventHeader header, Event event) {
        var key = root.key().getBytes(StandardCharsets.UTF_8);
        long timestamp = header.time().toEpochMilli();
        var headers = headers(header, event);
        var value = codec.encode(event);
        return new WrittenEvent(
                key, timestamp, headers, value, hash(key, timestamp, headers, value));
    }

    // By name, so that nothing is left to sort when they are hashed.
    private Headers headers(EventHeader header, Event event) {
        var origin = header.origin();
        return new HeaderWriter()
                .with(HeaderNames.ACTOR, header.actor())
                .with(HeaderNames.CAUSATION_ID, header.causation())
                .with(HeaderNames.COMMAND_DIGEST, origin == null ? null : origin.digest())
                .with(HeaderNames.COMMAND_ID, origin == null ? null : origin.command())
                .with(HeaderNames.DATA_SCHEMA, codec.fingerprint(event))
                .with(HeaderNames.ID, header.id())
                .with(HeaderNames.PREVIOUS_HASH, header.previous())
                .with(HeaderNames.REASON, header.reason())
                .with(HeaderNames.SEQUENCE, header.id().sequence())
                .with(HeaderNames.SOURCE, header.source())
                .withSpecVersion()
                .with(HeaderNames.SUBJECT, header.subject())
                .with(HeaderNames.TIME, TimeText.write(header.time().toEpochMilli()))
                .with(HeaderNames.TYPE, HeaderNames.TYPE_PREFIX + codec.name(event))
                .with(HeaderNames.VERSION, header.version())
                .withContentType()
                .with(HeaderNames.TRACE_PARENT, header.traceparent())
                .headers();
    }

    /**
     * @param partition where the record was read
     * @throws UnreadableRecord when it is not an event as we write them
     * @throws SchemaUnavailable when only an unreachable registry could tell
     */
    public RecordedEvent read(int partition, byte[] key, Headers headers, byte[] value) {
        var reader = new HeaderReader(headers);
        var id = reader.required(HeaderNames.ID, EventId::parse);
        long sequence = reader.required(HeaderNames.SEQUENCE, Long::parseLong);
        if (id.partition() != partition || id.sequence() != sequence) {
            throw new UnreadableRecord(
                    "The event says that it is "
                            + id
                            + ", and is number "
                            + sequence
                            + " of partition "
                            + partition);
        }
        var event = codec.decode(value, reader.text(HeaderNames.DATA_SCHEMA));
        return new RecordedEvent(
                new String(key, StandardCharsets.UTF_8), header(id, reader), event);
    }

    private static EventHeader header(EventId id, HeaderReader reader) {
        return new EventHeader(
                id,
                reader.required(HeaderNames.SOURCE),
                reader.required(HeaderNames.SUBJECT, UUID::fromString),
                reader.required(HeaderNames.VERSION, Long::parseLong),
                reader.required(HeaderNames.TIME, TimeText::read),
                reader.required(HeaderNames.ACTOR),
                origin(reader),
                reader.value(HeaderNames.CAUSATION_ID, EventId::parse),
                reader.text(HeaderNames.REASON),
                reader.required(HeaderNames.PREVIOUS_HASH, EventHash::parse),
                reader.text(HeaderNames.TRACE_PARENT));
    }

    private static @Nullable Origin origin(HeaderReader reader) {
        var command = reader.value(HeaderNames.COMMAND_ID, CommandId::new);
        return command == null
                ? null
                : new Origin(command, reader.required(HeaderNames.COMMAND_DIGEST));
    }

    /** The hash of an event's record, the same wherever the log is copied to. */
    public EventHash hash(byte[] key, long timestamp, Headers headers, byte[] value) {
        return HashChain.hash(key, timestamp, headers, value);
    }
}

package dev.orrery.projections.view;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.CommandId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads events back from the trail, so that the folds of the live views tell the past too. What a
 * row leaves out is made up, and no fold looks at it: the log's name, the hash of the event before,
 * the digest of the command, the fence of a lease.
 */
public final class EventRow {

    private static final String LEFT_OUT = "";
    private static final Map<String, Class<?>> TYPES =
            types(Event.class).collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private EventRow() {}

    /** The event whose row it is. */
    public static RecordedEvent read(byte[] row) {
        var stored = ViewJson.read(row, Stored.class);
        var header =
                new EventHeader(
                        EventId.parse(stored.id),
                        LEFT_OUT,
                        stored.subject,
                        stored.version,
                        stored.time,
                        stored.actor,
                        stored.origin(),
                        stored.causationId == null ? null : EventId.parse(stored.causationId),
                        stored.reason,
                        EventHash.NONE,
                        null);
        return new RecordedEvent(stored.root, header, stored.event());
    }

    private static Stream<Class<?>> types(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventRow::types)
                : Stream.of(type);
    }

    /** An {@link EventView} before it is known of which type its data is. */
    @JsonIgnoreProperties({"sequence", "state"})
    private record Stored(
            String id,
            long version,
            String type,
            UUID subject,
            String root,
            Instant time,
            String actor,
            @Nullable String commandId,
            @Nullable String causationId,
            @Nullable String reason,
            JsonNode data) {

        EventHeader.@Nullable Origin origin() {
            return commandId == null
                    ? null
                    : new EventHeader.Origin(new CommandId(commandId), LEFT_OUT);
        }

        Event event() {
            var known = TYPES.get(type);
            if (known == null) {
                throw new IllegalStateException("no event is a " + type);
            }
            return (Event) ViewJson.read(data, known);
        }
    }
}

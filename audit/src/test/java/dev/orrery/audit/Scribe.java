package dev.orrery.audit;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventHeader.Origin;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.RootId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes events down as the processor does. */
public final class Scribe {

    private final EventFormat format;
    private final SortedMap<Integer, List<LogRecord>> records = new TreeMap<>();
    private final Map<Integer, EventHash> hashes = new HashMap<>();
    private final Map<AggregateId, Long> versions = new HashMap<>();

    public Scribe(EventFormat format, int partitions) {
        this.format = format;
        for (int partition = 0; partition < partitions; partition++) {
            records.put(partition, new ArrayList<>());
        }
    }

    public MemoryLog log() {
        return new MemoryLog(records);
    }

    /** Events of one decision: those after the first follow from it. */
    public void write(
            RootId root,
            List<Event> events,
            Instant time,
            String actor,
            @Nullable Origin origin,
            @Nullable String reason) {
        EventId first = null;
        for (var event : events) {
            first = write(root, event, time, actor, origin, reason, first);
        }
    }

    private EventId write(
            RootId root,
            Event event,
            Instant time,
            String actor,
            @Nullable Origin origin,
            @Nullable String reason,
            @Nullable EventId causation) {
        int partition = root.affinity().partition(records.size());
        var there = records.computeIfAbsent(partition, _ -> new ArrayList<>());
        var id = new EventId(partition, there.size() + 1L);
        var header =
                new EventHeader(
                        id,
                        "/orrery/test",
                        event.subject().value(),
                        versions.merge(event.subject(), 1L, Long::sum),
                        time,
                        actor,
                        origin,
                        causation,
                        reason,
                        hashes.getOrDefault(partition, EventHash.NONE),
                        null);
        var written = format.write(root, header, event);
        hashes.put(partition, written.hash());
        // Offsets have gaps where Kafka keeps the marks of transactions.
        long offset = there.size() * 2L;
        there.add(
                new LogRecord(
                        partition,
                        offset,
                        written.timestamp(),
                        written.key(),
                        written.headers(),
                        written.value()));
        return causation == null ? id : causation;
    }
}

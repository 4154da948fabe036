package dev.orrery.commands.processor;

import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.WrittenEvent;
import dev.orrery.schemas.event.BackfillEvent;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent;
import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/** Gives events their place in the log: sequence, version, time and the link to the one before. */
final class Appender {

    /**
     * An event with its place, not yet sent.
     *
     * @param header what is known of it
     * @param event what happened
     * @param written as it will stand in the log
     */
    record Entry(EventHeader header, Event event, WrittenEvent written) {}

    private final int partition;
    private final String source;
    private final EventFormat format;
    private final PartitionState state;
    private final Applier applier;
    private final Outlet outlet;

    Appender(
            int partition, String source, EventFormat format, PartitionState state, Outlet outlet) {
        this.partition = partition;
        this.source = source;
        this.format = format;
        this.state = state;
        this.applier = new Applier(state);
        this.outlet = outlet;
    }

    /** The time of what is decided now: the clock's, but never before the last event's. */
    Instant now(long clockMillis) {
        var clock = Instant.ofEpochMilli(clockMillis);
        var last = state.logEnd().time();
        return clock.isBefore(last) ? last : clock;
    }

    /** Writes the events down and changes nothing yet, so that their size can still be refused. */
    List<Entry> prepare(RootId root, List<Event> events, Cause cause, Instant now) {
        var entries = new ArrayList<Entry>(events.size());
        var versions = new HashMap<UUID, Long>();
        var end = state.logEnd();
        long sequence = end.sequence();
        var previous = end.hash();
        for (var event : events) {
            var id = new EventId(partition, ++sequence);
            long version = versions.merge(event.subject().value(), 1L, (a, _) -> a + 1);
            var first = entries.isEmpty();
            var why = first ? cause : cause.followingFrom(entries.getFirst().header().id());
            var header =
                    new EventHeader(
                            id,
                            source,
                            event.subject().value(),
                            version(event) + version,
                            now,
                            why.actor(),
                            why.origin(),
                            why.causation(),
                            why.reason(),
                            previous,
                            why.traceparent());
            var written = format.write(root, header, event);
            entries.add(new Entry(header, event, written));
            previous = written.hash();
        }
        return entries;
    }

    /** Applies the events and sends them. */
    void append(List<Entry> entries) {
        for (var entry : entries) {
            applier.apply(entry.header(), entry.event());
            var written = entry.written();
            outlet.send(
                    Topics.EVENTS,
                    partition,
                    written.key(),
                    written.value(),
                    written.headers(),
                    written.timestamp());
        }
        if (!entries.isEmpty()) {
            var last = entries.getLast();
            state.put(
                    new LogEnd(
                            last.header().id().sequence(),
                            last.written().hash(),
                            last.header().time()));
        }
    }

    private long version(Event event) {
        return switch (event) {
            case DeploymentEvent e -> state.deployment(e.deployment()).version();
            case ScheduleEvent e -> state.schedule(e.schedule()).version();
            case BackfillEvent e -> state.backfill(e.backfill()).version();
            case ViewsEvent _ -> state.views().version();
            case RunEvent e -> state.run(e.run()).version();
        };
    }
}

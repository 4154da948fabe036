package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogReader;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.MergedLog;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a log from its start, and stops at the first event that is not what it must be: what comes
 * after it proves nothing.
 *
 * <p>A change of the last event of a partition is not found, since no event after it names its
 * hash.
 */
public final class Replay {

    private final EventFormat format;
    private final Consumer<ReplayedEvent> listener;
    private final Fold fold = new Fold();
    private final Map<Integer, Link> links = new HashMap<>();
    private long events;

    private Replay(EventFormat format, Consumer<ReplayedEvent> listener) {
        this.format = format;
        this.listener = listener;
    }

    /**
     * @param format that reads the events
     * @param until where to stop
     * @param listener is told each event, in the order of time
     */
    public static Summary run(
            LogReader log, EventFormat format, Until until, Consumer<ReplayedEvent> listener) {
        var replay = new Replay(format, listener);
        var story = new MergedLog(log, until::includes);
        Difference difference = null;
        for (var record = story.next(); record != null; record = story.next()) {
            difference = replay.tell(record);
            if (difference != null) {
                break;
            }
        }
        return replay.summary(log.partitions().size(), difference);
    }

    private @Nullable Difference tell(LogRecord record) {
        var before = links.computeIfAbsent(record.partition(), Link::start);
        LoggedEvent event;
        try {
            event = read(record);
        } catch (UnreadableRecord unreadable) {
            var sentence = before.next() + " can't be read: " + unreadable.getMessage();
            return new Difference(before.next(), record.offset(), sentence);
        }
        for (Check check : Check.ALL) {
            var difference = check.find(before, event);
            if (difference != null) {
                return difference;
            }
        }
        State state;
        try {
            state = fold.apply(event.recorded());
        } catch (IllegalStateException impossible) {
            var id = event.recorded().header().id();
            var sentence = id + " can't have happened: " + impossible.getMessage();
            return new Difference(id, record.offset(), sentence);
        }
        links.put(record.partition(), Link.after(event));
        events++;
        listener.accept(new ReplayedEvent(event.recorded(), state));
        return null;
    }

    private LoggedEvent read(LogRecord record) {
        var key = record.key();
        var value = record.value();
        if (key == null || value == null) {
            throw new UnreadableRecord("The record has no key or no value");
        }
        var recorded = format.read(record.partition(), key, record.headers(), value);
        var hash = format.hash(key, record.timestamp(), record.headers(), value);
        return new LoggedEvent(record, recorded, hash);
    }

    private Summary summary(int partitions, @Nullable Difference difference) {
        var last = new TreeMap<Integer, Long>();
        links.forEach((partition, link) -> {
            if (link.id().sequence() > 0) {
                last.put(partition, link.id().sequence());
            }
        });
        return new Summary(events, fold.aggregates(), partitions, new Position(last), difference);
    }
}

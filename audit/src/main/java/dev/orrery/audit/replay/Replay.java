package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogReader;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.MergedLog;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventId;
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

    /** Of a partition that ends early: what ends it, and what names its hash. */
    private static final int RECORDS_BEYOND = 2;

    private final LogReader log;
    private final Examiner examiner;
    private final Until until;
    private final Consumer<ReplayedEvent> listener;
    private final Fold fold = Fold.inMemory();
    private final Map<Integer, Link> links = new HashMap<>();
    private long lastOffset;
    private long events;
    private @Nullable Difference beyond;

    private Replay(
            LogReader log, EventFormat format, Until until, Consumer<ReplayedEvent> listener) {
        this.log = log;
        this.examiner = new Examiner(format);
        this.until = until;
        this.listener = listener;
    }

    /**
     * @param format that reads the events
     * @param until where to stop
     * @param listener is told each event, in the order of time
     */
    public static Summary run(
            LogReader log, EventFormat format, Until until, Consumer<ReplayedEvent> listener) {
        var replay = new Replay(log, format, until, listener);
        return replay.summary(replay.tellAll());
    }

    private @Nullable Difference tellAll() {
        var story = new MergedLog(log, this::belongs);
        for (var record = story.next(); record != null; record = story.next()) {
            var difference = beyond == null ? tell(record) : beyond;
            if (difference != null) {
                return difference;
            }
        }
        return beyond == null ? missing() : beyond;
    }

    /**
     * Whether a record is part of the story. Of one that is not, nobody has said yet that its
     * sequence and its time are true, by which it was left out: it is examined too, and the one
     * after it, which names its hash. Neither is told.
     */
    private boolean belongs(LogRecord record) {
        if (until.includes(record)) {
            return true;
        }
        var before = link(record.partition());
        LogRecord next = record;
        for (int i = 0; i < RECORDS_BEYOND && next != null; i++) {
            switch (examiner.examine(before, next)) {
                case Examined.Whole whole -> before = Link.after(whole.event());
                case Examined.Wrong wrong -> {
                    beyond = wrong.difference();
                    return false;
                }
            }
            next = log.next(record.partition());
        }
        return false;
    }

    /** A place that was asked for and never came. */
    private @Nullable Difference missing() {
        for (var named : until.places().entrySet()) {
            var last = link(named.getKey());
            if (last.id().sequence() < named.getValue()) {
                var sentence =
                        "%s is missing: its partition ends after %s, before the %s that was asked for"
                                .formatted(
                                        last.next(),
                                        last.id(),
                                        new EventId(named.getKey(), named.getValue()));
                return new Difference(last.next(), lastOffset, sentence);
            }
        }
        return null;
    }

    private @Nullable Difference tell(LogRecord record) {
        lastOffset = record.offset();
        return switch (examiner.examine(link(record.partition()), record)) {
            case Examined.Wrong wrong -> wrong.difference();
            case Examined.Whole whole -> tell(whole.event());
        };
    }

    private @Nullable Difference tell(LoggedEvent event) {
        var id = event.recorded().header().id();
        State state;
        try {
            state = fold.apply(event.recorded());
        } catch (IllegalStateException impossible) {
            var sentence = id + " can't have happened: " + impossible.getMessage();
            return new Difference(id, event.record().offset(), sentence);
        }
        links.put(id.partition(), Link.after(event));
        events++;
        listener.accept(new ReplayedEvent(event.recorded(), state));
        return null;
    }

    private Link link(int partition) {
        return links.computeIfAbsent(partition, Link::start);
    }

    private Summary summary(@Nullable Difference difference) {
        var last = new TreeMap<Integer, Long>();
        links.forEach((partition, link) -> {
            if (link.id().sequence() > 0) {
                last.put(partition, link.id().sequence());
            }
        });
        int partitions = log.partitions().size();
        return new Summary(events, fold.aggregates(), partitions, new Position(last), difference);
    }
}

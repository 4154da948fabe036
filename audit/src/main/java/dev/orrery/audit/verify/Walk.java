package dev.orrery.audit.verify;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.replay.Difference;
import dev.orrery.audit.replay.Examined;
import dev.orrery.audit.replay.Examiner;
import dev.orrery.audit.replay.Fold;
import dev.orrery.audit.replay.Link;
import dev.orrery.audit.replay.LoggedEvent;
import dev.orrery.projections.view.Rows;
import dev.orrery.projections.view.Views;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.envelope.EventId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One partition, event by event: how far it is, and what each event must be. */
final class Walk {

    private final Examiner examiner;
    private final Map<Long, List<Place>> expected;
    private final @Nullable Fold states;
    private @Nullable Rows views;
    private @Nullable Place from;
    private Link link;
    private long lastOffset;

    private Walk(
            Examiner examiner,
            Map<Long, List<Place>> expected,
            Link link,
            @Nullable Place from,
            @Nullable Fold states) {
        this.examiner = examiner;
        this.expected = new HashMap<>(expected);
        this.link = link;
        this.from = from;
        this.states = states;
    }

    /**
     * From the start of the log.
     *
     * @param states that the events are folded into
     */
    static Walk fromStart(
            Examiner examiner, int partition, Map<Long, List<Place>> expected, Fold states) {
        return new Walk(examiner, expected, Link.start(partition), null, states);
    }

    /** From an event on, which must be the first that is read. */
    static Walk from(Examiner examiner, Place from, Map<Long, List<Place>> expected) {
        return new Walk(examiner, expected, Link.start(from.partition()), from, null);
    }

    /** From now on the views are folded too, or no longer. */
    void foldInto(@Nullable Rows rows) {
        views = rows;
    }

    /** The end of what was read and is as it must be. */
    Link link() {
        return link;
    }

    /** Goes on by one event; a difference ends the walk. */
    @Nullable Difference step(LogRecord record) {
        lastOffset = record.offset();
        var start = from;
        if (start != null) {
            from = null;
            return begin(start, record);
        }
        return switch (examiner.examine(link, record)) {
            case Examined.Wrong wrong -> wrong.difference();
            case Examined.Whole whole -> {
                var difference = unexpected(whole.event());
                yield difference == null ? fold(whole.event()) : difference;
            }
        };
    }

    private @Nullable Difference begin(Place start, LogRecord record) {
        LoggedEvent event;
        try {
            event = examiner.read(record);
        } catch (UnreadableRecord unreadable) {
            return difference(start, start + " can't be read: " + unreadable.getMessage());
        }
        var id = event.recorded().header().id();
        if (!id.toString().equals(start.toString())) {
            return difference(start, start + " is missing: " + id + " comes in its place");
        }
        var ofStart = unexpected(event, List.of(start));
        // Another checkpoint may name the same event.
        var difference = ofStart == null ? unexpected(event) : ofStart;
        return difference == null ? accept(event) : difference;
    }

    private @Nullable Difference unexpected(LoggedEvent event) {
        long sequence = event.recorded().header().id().sequence();
        var places = expected.remove(sequence);
        return places == null ? null : unexpected(event, places);
    }

    private @Nullable Difference unexpected(LoggedEvent event, List<Place> places) {
        for (var place : places) {
            if (!place.hash().equals(event.hash().hex())) {
                return difference(
                        place,
                        "%s, or an event before it, is not what the checkpoint has: its hash is %s,"
                                        .formatted(place, event.hash())
                                + " and was "
                                + place.hash());
            }
        }
        return null;
    }

    private @Nullable Difference fold(LoggedEvent event) {
        var id = event.recorded().header().id();
        try {
            if (states != null) {
                var _ = states.apply(event.recorded());
            }
        } catch (LogUnavailable noMemory) {
            throw noMemory;
        } catch (RuntimeException impossible) {
            // The rules are pure, and an event that nobody decided may be anything.
            var sentence = id + " can't have happened: " + impossible.getMessage();
            return new Difference(id, lastOffset, sentence);
        }
        var rows = views;
        if (rows != null) {
            try {
                Views.fold(event.recorded(), event.hash(), rows);
            } catch (IllegalStateException impossible) {
                var sentence = id + " can't be shown: " + impossible.getMessage();
                return new Difference(id, lastOffset, sentence);
            }
        }
        return accept(event);
    }

    private @Nullable Difference accept(LoggedEvent event) {
        link = Link.after(event);
        return null;
    }

    /** At the end: what was to come and did not. */
    @Nullable Difference missing() {
        var start = from;
        if (start != null) {
            return difference(start, start + " is missing: the partition ends before it");
        }
        return expected.values().stream()
                .flatMap(List::stream)
                .findFirst()
                .map(place ->
                        new Difference(
                                new EventId(place.partition(), link.id().sequence() + 1),
                                lastOffset,
                                "the partition ends after %s, and the checkpoint has %s"
                                        .formatted(link.id(), place)))
                .orElse(null);
    }

    private Difference difference(Place place, String sentence) {
        return new Difference(
                new EventId(place.partition(), place.sequence()), lastOffset, sentence);
    }
}

package dev.orrery.audit.replay;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.schemas.id.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Where a replay stops; the event at that very place or moment still belongs to it. */
public sealed interface Until {

    /** At the end of the log. */
    record End() implements Until {}

    /**
     * After all that had happened at a moment.
     *
     * @param time the moment
     */
    record Moment(Instant time) implements Until {}

    /**
     * At a position; partitions that it does not name are read to their end.
     *
     * @param position the last event of each partition that it names
     */
    record Place(Position position) implements Until {}

    DateTimeFormatter TIME = DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC);
    Pattern PLACE = Pattern.compile("[0-9]{1,9}:[0-9]{1,18}(,[0-9]{1,9}:[0-9]{1,18})*");

    /**
     * Reads a time, which without an offset is UTC, or {@code partition:sequence}, several with
     * commas between them.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Until parse(String text) {
        if (PLACE.matcher(text).matches()) {
            return new Place(Position.parse(text));
        }
        try {
            return new Moment(TIME.parse(text.replace(' ', 'T'), Instant::from));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is neither a time, such as 2026-11-22T08:30 or"
                            + " 2026-11-22T08:30:00.000Z, nor partition:sequence, such as 0:42",
                    malformed);
        }
    }

    default boolean includes(LogRecord record) {
        return switch (this) {
            case End _ -> true;
            case Moment moment -> record.timestamp() <= moment.time().toEpochMilli();
            case Place place -> {
                var last = place.position().sequences().get(record.partition());
                yield last == null || record.sequence() <= last;
            }
        };
    }

    /** The sequence that it names of a partition, of each that it names. */
    default SortedMap<Integer, Long> places() {
        return switch (this) {
            case End _, Moment _ -> Position.START.sequences();
            case Place place -> place.position().sequences();
        };
    }

    /** The first partition that it names and the log has not. */
    default Optional<Integer> strayFrom(List<Integer> partitions) {
        return places().keySet().stream().filter(each -> !partitions.contains(each)).findFirst();
    }
}

package dev.orrery.verify.simulation;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The nominal times of a schedule, found from its document alone, apart from what decides.
 *
 * @param document with an interval, or with a rule of {@link WallCalendar}
 */
record NominalTimes(ScheduleDocument document) {

    /** The first after a moment. */
    @Nullable Instant after(Instant moment) {
        var start = document.start();
        long after = moment.toEpochMilli();
        if (start != null) {
            after = Math.max(after, start.toEpochMilli() - 1);
        }
        var found = document.interval() == null ? byTheWall(after) : byInterval(after);
        return document.end() != null && found.isAfter(document.end()) ? null : found;
    }

    private Instant byInterval(long after) {
        long anchor = anchor();
        long next = after < anchor ? anchor : anchor + ((after - anchor) / every() + 1) * every();
        return Instant.ofEpochMilli(next);
    }

    private Instant byTheWall(long after) {
        var times = WallCalendar.times(document);
        int next = WallCalendar.after(times, Math.floorDiv(after, 1_000L));
        Broken.require(
                next > 0 && next < times.length,
                "a story ends before its calendar: %s of %s",
                after,
                document);
        return Instant.ofEpochSecond(times[next]);
    }

    /** The first at a moment or after it. */
    @Nullable Instant from(Instant moment) {
        return after(moment.minusMillis(1));
    }

    /** How many there are, both ends included. */
    int count(Instant from, Instant to) {
        int count = 0;
        for (var next = from(from); next != null && !next.isAfter(to); next = after(next)) {
            count++;
        }
        return count;
    }

    /** How many there are from one of them to a later one, both included. */
    long steps(Instant first, Instant last) {
        if (document.interval() != null) {
            return (last.toEpochMilli() - first.toEpochMilli()) / every() + 1;
        }
        var times = WallCalendar.times(document);
        int from = WallCalendar.after(times, first.getEpochSecond());
        int to = WallCalendar.after(times, last.getEpochSecond());
        return to - from + 1L;
    }

    boolean sameAs(ScheduleDocument other) {
        return Objects.equals(document.interval(), other.interval())
                && Objects.equals(document.cron(), other.cron())
                && Objects.equals(document.rrule(), other.rrule())
                && Objects.equals(document.start(), other.start())
                && Objects.equals(document.end(), other.end());
    }

    private long anchor() {
        var anchor = Objects.requireNonNull(document.interval()).anchor();
        return anchor == null ? 0 : anchor.toEpochMilli();
    }

    private long every() {
        return Objects.requireNonNull(document.interval()).seconds() * 1_000;
    }
}

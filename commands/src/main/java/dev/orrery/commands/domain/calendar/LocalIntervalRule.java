package dev.orrery.commands.domain.calendar;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The nominal times of an interval of a day or more by the clock on the wall of a time zone: what
 * runs each day at nine runs at nine after the clocks have changed too. Each is counted from the
 * anchor, and not from the one before it, so a change moves that one time at most.
 *
 * @param anchor one of the nominal times, and the first of all, by that clock
 * @param every a day or more
 * @param zone whose clock
 */
public record LocalIntervalRule(LocalDateTime anchor, Duration every, ZoneId zone) implements Rule {

    private static final long DAY_SECONDS = 86_400;

    /** Shorter ones are elapsed time, and so is each by a clock that never changes. */
    static boolean isMeant(ScheduleDocument.Interval interval) {
        return interval.seconds() >= DAY_SECONDS
                && !LocalTimes.zone(interval.timezone()).getRules().isFixedOffset();
    }

    static LocalIntervalRule of(ScheduleDocument.Interval interval) {
        var zone = LocalTimes.zone(interval.timezone());
        var anchor = IntervalRule.anchor(interval).truncatedTo(ChronoUnit.MILLIS);
        return new LocalIntervalRule(
                LocalDateTime.ofInstant(anchor, zone),
                Duration.ofSeconds(interval.seconds()),
                zone);
    }

    /** Nothing comes before the anchor, so the horizon is counted from it. */
    @Override
    public Stream<Instant> times(Instant after) {
        var before = anchor.atZone(zone).toInstant().minusSeconds(1);
        return LocalTimes.once(zone, after.isBefore(before) ? before : after, this::following);
    }

    private Iterator<LocalDateTime> following(LocalDateTime after) {
        var next =
                after.isBefore(anchor)
                        ? anchor
                        : anchor.plus(every.multipliedBy(passed(after) + 1));
        return Stream.iterate(next, time -> time.plus(every)).iterator();
    }

    private long passed(LocalDateTime moment) {
        return Duration.between(anchor, moment).dividedBy(every);
    }
}

package dev.orrery.commands.domain.calendar;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The nominal times of an interval of elapsed time: an anchor, and every so many milliseconds after
 * it.
 *
 * @param anchorMillis one of the nominal times, Unix milliseconds
 * @param everyMillis 1,000 or more
 */
public record IntervalRule(long anchorMillis, long everyMillis) implements Rule {

    static IntervalRule of(ScheduleDocument.Interval interval) {
        return new IntervalRule(anchor(interval).toEpochMilli(), interval.seconds() * 1_000);
    }

    /** Without one, midnight in its time zone, so that days begin there; the epoch without both. */
    static Instant anchor(ScheduleDocument.Interval interval) {
        if (interval.anchor() != null) {
            return interval.anchor();
        }
        return interval.timezone() == null
                ? Instant.EPOCH
                : LocalTimes.START.atZone(LocalTimes.zone(interval.timezone())).toInstant();
    }

    /**
     * The first nominal time after a moment. An anchor in the future is the first of all: nothing
     * fires before it.
     */
    Instant after(Instant moment) {
        long millis = moment.toEpochMilli();
        if (millis < anchorMillis) {
            return Instant.ofEpochMilli(anchorMillis);
        }
        long passed = (millis - anchorMillis) / everyMillis;
        return Instant.ofEpochMilli(anchorMillis + (passed + 1) * everyMillis);
    }

    @Override
    public Stream<Instant> times(Instant after) {
        return Stream.iterate(after(after), time -> plus(time, 1));
    }

    @Override
    public Come come(Instant first, Instant now) {
        long count = count(first, now);
        return new Come(count, plus(first, count - 1), plus(first, Math.max(0, count - 2)));
    }

    /** How many nominal times lie from one of them, itself included, up to a later moment. */
    long count(Instant nominal, Instant moment) {
        return (moment.toEpochMilli() - nominal.toEpochMilli()) / everyMillis + 1;
    }

    /** The nominal time so many after another. */
    Instant plus(Instant nominal, long times) {
        return nominal.plusMillis(times * everyMillis);
    }
}

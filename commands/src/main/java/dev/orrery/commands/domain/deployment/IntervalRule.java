package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.Optional;

/**
 * The nominal times of an interval: anchor, and every so many milliseconds before and after it.
 *
 * @param anchorMillis one of the nominal times, Unix milliseconds
 * @param everyMillis 1,000 or more
 */
record IntervalRule(long anchorMillis, long everyMillis) implements Rule {

    static IntervalRule of(ScheduleDocument.Interval interval) {
        var anchor = interval.anchor() == null ? Instant.EPOCH : interval.anchor();
        return new IntervalRule(anchor.toEpochMilli(), interval.seconds() * 1_000);
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
    public Optional<Instant> next(Instant moment) {
        return Optional.of(after(moment));
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

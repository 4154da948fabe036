package dev.orrery.commands.domain.calendar;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a schedule's nominal times are. */
public sealed interface Rule permits IntervalRule, LocalIntervalRule, CronRule, RecurrenceRule {

    /** What is later than this after a moment is no next time. */
    Duration HORIZON = Duration.ofDays(36_525);

    /** So many nominal times are counted one by one; after a longer absence the rest is not. */
    int COUNTED_MAX = 1_000;

    /**
     * The nominal times after a moment, in order, each found when it is asked for. They end where
     * there is none before the horizon.
     */
    Stream<Instant> times(Instant after);

    /** The first nominal time after a moment; nothing when there is none before the horizon. */
    default Optional<Instant> next(Instant moment) {
        return times(moment).findFirst();
    }

    /** How many nominal times are counted one by one. */
    default int countedMax() {
        return COUNTED_MAX;
    }

    /**
     * The rule of a document that was checked: exactly one is there.
     *
     * @throws IllegalArgumentException when it can't be understood
     */
    static Rule of(ScheduleDocument schedule) {
        if (schedule.interval() != null) {
            return LocalIntervalRule.isMeant(schedule.interval())
                    ? LocalIntervalRule.of(schedule.interval())
                    : IntervalRule.of(schedule.interval());
        }
        if (schedule.cron() != null) {
            return CronRule.of(schedule.cron());
        }
        if (schedule.rrule() != null) {
            return RecurrenceRule.of(schedule.rrule());
        }
        throw new IllegalArgumentException("a schedule has a rule");
    }

    /**
     * The nominal times that have come.
     *
     * @param count how many, from 1; after a long absence, how many were counted
     * @param last the latest
     * @param beforeLast the one before it; the latest itself where it is the only one
     */
    record Come(long count, Instant last, Instant beforeLast) {}

    /** Which nominal times have come, from one that has up to a moment. */
    default Come come(Instant first, Instant now) {
        var come = new Come(1, first, first);
        var times = times(first).iterator();
        for (int max = countedMax(); come.count < max; ) {
            var next = times.hasNext() ? times.next() : Instant.MAX;
            if (next.isAfter(now)) {
                return come;
            }
            come = new Come(come.count + 1, next, come.last);
        }
        return latest(come, now);
    }

    private Come latest(Come counted, Instant now) {
        var last = latest(counted.last, now);
        return last.equals(counted.last)
                ? counted
                : new Come(counted.count + 1, last, latest(counted.last, last.minusMillis(1)));
    }

    /** Halves the time in which the latest is, since no rule finds it backwards; in seconds. */
    private Instant latest(Instant come, Instant now) {
        var last = come;
        var none = now;
        while (last.isBefore(none)) {
            var middle = last.plusSeconds(Duration.between(last, none).toSeconds() / 2);
            var next = next(middle);
            if (next.isEmpty() || next.get().isAfter(now)) {
                none = middle;
            } else {
                last = next.get();
            }
        }
        return last;
    }
}

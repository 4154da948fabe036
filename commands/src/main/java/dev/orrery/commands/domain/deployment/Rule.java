package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a schedule's nominal times are. */
sealed interface Rule permits IntervalRule, CronRule, RecurrenceRule {

    /** What is later than this after a moment is no next time. */
    Duration HORIZON = Duration.ofDays(36_525);

    /** So many nominal times are counted one by one; after a longer absence the rest is not. */
    int COUNTED_MAX = 1_000;

    /** The first nominal time after a moment; nothing when there is none before the horizon. */
    Optional<Instant> next(Instant moment);

    /**
     * The rule of a document that was checked: exactly one is there.
     *
     * @throws IllegalArgumentException when it can't be understood
     */
    static Rule of(ScheduleDocument schedule) {
        if (schedule.interval() != null) {
            return IntervalRule.of(schedule.interval());
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
        var come = counted(new Come(1, first, first), now);
        return come.count < COUNTED_MAX ? come : latest(come, now);
    }

    private Come counted(Come from, Instant now) {
        var come = from;
        while (come.count < from.count + COUNTED_MAX - 1) {
            var next = next(come.last);
            if (next.isEmpty() || next.get().isAfter(now)) {
                return come;
            }
            come = new Come(come.count + 1, next.get(), come.last);
        }
        return come;
    }

    /** Looks for the latest from a moment ever longer ago, since nothing finds it backwards. */
    private Come latest(Come counted, Instant now) {
        var window = Duration.ofSeconds(1);
        while (now.minus(window).isAfter(counted.last)) {
            var found = next(now.minus(window));
            if (found.isPresent() && !found.get().isAfter(now)) {
                return counted(new Come(counted.count + 1, found.get(), counted.last), now);
            }
            window = window.multipliedBy(2);
        }
        return counted;
    }
}

package dev.orrery.commands.domain.calendar;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The nominal times of a schedule: those of its rule, from its start to its end.
 *
 * @param rule which says when
 * @param start times before it do not count; without one, all do
 * @param end times after it do not count; without one, all do
 */
public record Timetable(Rule rule, @Nullable Instant start, @Nullable Instant end) {

    /**
     * The timetable of a schedule that was checked.
     *
     * @throws IllegalArgumentException when its rule can't be understood
     */
    public static Timetable of(ScheduleDocument schedule) {
        return new Timetable(Rule.of(schedule), schedule.start(), schedule.end());
    }

    /**
     * The timetable of a schedule that was checked once, perhaps by an earlier version or with
     * other time zones; nothing where its rule can't be understood any more.
     */
    public static Optional<Timetable> ifUnderstood(ScheduleDocument schedule) {
        try {
            return Optional.of(of(schedule));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** The nominal times after a moment, in order, each found when it is asked for. */
    public Stream<Instant> times(Instant after) {
        return rule.times(start != null && after.isBefore(start) ? justBefore(start) : after)
                .takeWhile(time -> end == null || !time.isAfter(end));
    }

    /** The first nominal time after a moment; nothing when there is none before the horizon. */
    public Optional<Instant> next(Instant moment) {
        return times(moment).findFirst();
    }

    /** The first nominal time at a moment or after it. */
    public Optional<Instant> from(Instant moment) {
        return next(justBefore(moment));
    }

    /** Which nominal times have come, from one that has up to a moment. */
    public Rule.Come come(Instant first, Instant now) {
        return rule.come(first, end != null && end.isBefore(now) ? end : now);
    }

    /** How many there are from a moment to another, both included; counts no further than max. */
    public int count(Instant from, Instant to, int max) {
        return (int)
                times(justBefore(from)).takeWhile(time -> !time.isAfter(to)).limit(max).count();
    }

    private static Instant justBefore(Instant moment) {
        return moment.minusNanos(1);
    }
}

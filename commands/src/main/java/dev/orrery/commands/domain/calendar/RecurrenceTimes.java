package dev.orrery.commands.domain.calendar;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/** The times of a recurrence rule by the clock on the wall, in one walk of the library. */
final class RecurrenceTimes implements Iterator<LocalDateTime> {

    /** Of so many in a row without a time, the library wants to see no more. */
    private static final long EMPTY_PERIODS = 1_000;

    /** Enough for each second of a day, each minute of a week and each day of a hundred years. */
    private static final int TRIES_MAX = 100;

    private final RecurrenceRule rule;
    private final LocalDateTime start;
    private final @Nullable ChronoUnit unit;
    private LocalDateTime from;
    private @Nullable RecurrenceRuleIterator walk;
    private LocalDateTime last;
    private @Nullable LocalDateTime next;

    /**
     * @param start the first time that can be
     * @param after those that follow this one
     */
    RecurrenceTimes(RecurrenceRule rule, LocalDateTime start, LocalDateTime after) {
        this.rule = rule;
        this.start = start;
        this.unit = unit(rule);
        this.last = after;
        this.from = begin();
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = look();
        }
        return next != null;
    }

    @Override
    public LocalDateTime next() {
        var found = hasNext() ? next : null;
        if (found == null) {
            throw new NoSuchElementException("the rule has no further time");
        }
        last = found;
        next = null;
        return found;
    }

    /** Looks on where the library, which steps through empty periods, has seen enough of them. */
    private @Nullable LocalDateTime look() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            try {
                return step();
            } catch (IllegalStateException | IllegalArgumentException empty) {
                if (unit == null) {
                    return null;
                }
                var seen = last.isAfter(from) ? begin() : from;
                from = seen.plus(EMPTY_PERIODS * rule.getInterval(), unit);
                walk = null;
            }
        }
        return null;
    }

    private @Nullable LocalDateTime step() {
        var times = walk == null ? walk() : walk;
        walk = times;
        while (times.hasNext()) {
            var time = local(times.nextDateTime());
            if (time.isAfter(last)) {
                return time;
            }
        }
        return null;
    }

    private RecurrenceRuleIterator walk() {
        var times = rule.iterator(floating(from));
        if (last.isAfter(from)) {
            times.fastForward(floating(last));
        }
        return times;
    }

    /**
     * Whole periods after the start, to be near what is looked for: the library steps through each
     * second since the start. Not where the times are counted from it.
     */
    private LocalDateTime begin() {
        if (unit == null || !last.isAfter(start)) {
            return start;
        }
        long periods = unit.between(start, last) / rule.getInterval() - 1;
        return start.plus(Math.max(0, periods) * rule.getInterval(), unit);
    }

    /** Of what is as long each time and is not counted; months and years are few. */
    private static @Nullable ChronoUnit unit(RecurrenceRule rule) {
        if (rule.getCount() != null) {
            return null;
        }
        return switch (rule.getFreq()) {
            case SECONDLY -> ChronoUnit.SECONDS;
            case MINUTELY -> ChronoUnit.MINUTES;
            case HOURLY -> ChronoUnit.HOURS;
            case DAILY -> ChronoUnit.DAYS;
            case WEEKLY -> ChronoUnit.WEEKS;
            default -> null;
        };
    }

    static DateTime floating(LocalDateTime time) {
        return new DateTime(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }

    static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }
}

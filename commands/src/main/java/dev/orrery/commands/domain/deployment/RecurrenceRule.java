package dev.orrery.commands.domain.deployment;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.jspecify.annotations.Nullable;

/**
 * The nominal times of a recurrence rule of iCalendar, by the clock on the wall of a time zone.
 *
 * @param rule such as {@code FREQ=WEEKLY;BYDAY=MO}
 * @param zone whose clock
 * @param start the first time that can be, by that clock
 */
record RecurrenceRule(String rule, ZoneId zone, LocalDateTime start) implements Rule {

    private static final String PREFIX = "RRULE:";
    private static final LocalDateTime START = LocalDateTime.of(2020, 1, 1, 0, 0);

    /** They are counted from the first each time. */
    private static final int COUNT_MAX = 10_000;

    /**
     * @throws IllegalArgumentException when it can't be understood; says why
     */
    static RecurrenceRule of(ScheduleDocument.Recurrence recurrence) {
        var zone = LocalTimes.zone(recurrence.timezone());
        var given = recurrence.start();
        var start = given == null ? START : LocalDateTime.ofInstant(given, zone).withNano(0);
        var rule = new RecurrenceRule(recurrence.rule(), zone, start);
        var count = rule.parsed().getCount();
        if (count != null && count > COUNT_MAX) {
            throw new IllegalArgumentException("COUNT is 10,000 at most");
        }
        return rule;
    }

    @Override
    public Optional<Instant> next(Instant moment) {
        var parsed = parsed();
        return new LocalTimes(zone, after -> next(parsed, after))
                .once(moment)
                .filter(next -> !next.isAfter(moment.plus(HORIZON)));
    }

    private Optional<LocalDateTime> next(
            org.dmfs.rfc5545.recur.RecurrenceRule parsed, LocalDateTime after) {
        try {
            var times = parsed.iterator(floating(begin(parsed, after)));
            if (after.isAfter(start)) {
                times.fastForward(floating(after));
            }
            while (times.hasNext()) {
                var next = local(times.nextDateTime());
                if (next.isAfter(after)) {
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        } catch (IllegalStateException | IllegalArgumentException never) {
            // The library gives up on a rule that no day fits, such as one for 30 February.
            return Optional.empty();
        }
    }

    /**
     * Whole periods after the start, to be near what is looked for: the library steps through each
     * second since the start. Not where the times are counted from it.
     */
    private LocalDateTime begin(org.dmfs.rfc5545.recur.RecurrenceRule parsed, LocalDateTime after) {
        var unit = unit(parsed.getFreq());
        if (unit == null || parsed.getCount() != null || !after.isAfter(start)) {
            return start;
        }
        long periods = unit.between(start, after) / parsed.getInterval() - 1;
        return start.plus(Math.max(0, periods) * parsed.getInterval(), unit);
    }

    /** Of what is as long each time; months and years are few. */
    private static @Nullable ChronoUnit unit(Freq frequency) {
        return switch (frequency) {
            case SECONDLY -> ChronoUnit.SECONDS;
            case MINUTELY -> ChronoUnit.MINUTES;
            case HOURLY -> ChronoUnit.HOURS;
            case DAILY -> ChronoUnit.DAYS;
            case WEEKLY -> ChronoUnit.WEEKS;
            default -> null;
        };
    }

    private org.dmfs.rfc5545.recur.RecurrenceRule parsed() {
        var plain = rule.strip();
        try {
            var parsed =
                    new org.dmfs.rfc5545.recur.RecurrenceRule(
                            plain.startsWith(PREFIX) ? plain.substring(PREFIX.length()) : plain);
            var until = parsed.getUntil();
            if (until != null && !until.isFloating()) {
                var end = Instant.ofEpochMilli(until.getTimestamp());
                parsed.setUntil(floating(LocalDateTime.ofInstant(end, zone)));
            }
            return parsed;
        } catch (InvalidRecurrenceRuleException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    private static DateTime floating(LocalDateTime time) {
        return new DateTime(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }
}

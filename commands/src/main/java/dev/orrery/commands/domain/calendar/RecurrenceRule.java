package dev.orrery.commands.domain.calendar;

import dev.orrery.schemas.deployment.ScheduleDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;

/**
 * The nominal times of a recurrence rule of iCalendar, by the clock on the wall of a time zone.
 *
 * @param rule such as {@code FREQ=WEEKLY;BYDAY=MO}
 * @param zone whose clock
 * @param start the first time that can be, by that clock
 */
public record RecurrenceRule(String rule, ZoneId zone, LocalDateTime start) implements Rule {

    private static final String PREFIX = "RRULE:";

    /** They are counted from the first each time. */
    private static final int COUNT_MAX = 10_000;

    /** The library makes all of a period before it gives the first. */
    private static final int TIMES_OF_PERIOD_MAX = 2_000;

    /**
     * @throws IllegalArgumentException when it can't be understood; says why
     */
    public static RecurrenceRule of(ScheduleDocument.Recurrence recurrence) {
        var zone = LocalTimes.zone(recurrence.timezone());
        var given = recurrence.start();
        var start =
                given == null ? LocalTimes.START : LocalDateTime.ofInstant(given, zone).withNano(0);
        var rule = new RecurrenceRule(recurrence.rule(), zone, start);
        requireSure(rule.parsed());
        return rule;
    }

    /** Nothing comes before the start, so the horizon is counted from it. */
    @Override
    public Stream<Instant> times(Instant after) {
        var parsed = parsed();
        var before = start.atZone(zone).toInstant().minusSeconds(1);
        return LocalTimes.once(
                zone,
                after.isBefore(before) ? before : after,
                from -> new RecurrenceTimes(parsed, start, from));
    }

    /** Those that are counted from the start are few enough to be counted all. */
    @Override
    public int countedMax() {
        return parsed().getCount() == null ? COUNTED_MAX : COUNT_MAX;
    }

    private org.dmfs.rfc5545.recur.RecurrenceRule parsed() {
        var plain = rule.strip();
        try {
            var parsed =
                    new org.dmfs.rfc5545.recur.RecurrenceRule(
                            plain.startsWith(PREFIX) ? plain.substring(PREFIX.length()) : plain,
                            RfcMode.RFC5545_STRICT);
            var until = parsed.getUntil();
            if (until != null) {
                parsed.setUntil(RecurrenceTimes.floating(byTheClock(until)));
            }
            return parsed;
        } catch (InvalidRecurrenceRuleException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** Without a time, the whole day is meant. */
    private LocalDateTime byTheClock(DateTime until) {
        if (until.isAllDay()) {
            return LocalDate.of(until.getYear(), until.getMonth() + 1, until.getDayOfMonth())
                    .atTime(23, 59, 59);
        }
        return until.isFloating()
                ? RecurrenceTimes.local(until)
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone);
    }

    /** What the library takes, and then understands in its own way, or not in reasonable time. */
    private static void requireSure(org.dmfs.rfc5545.recur.RecurrenceRule parsed) {
        var count = parsed.getCount();
        var months = List.of(Part.BYMONTH, Part.BYMONTHDAY, Part.BYYEARDAY);
        var days = List.of(Part.BYMONTH, Part.BYMONTHDAY, Part.BYYEARDAY, Part.BYDAY);
        var hours = with(days, Part.BYHOUR);
        require(count == null || count <= COUNT_MAX, "COUNT is 10,000 at most");
        require(!parsed.hasPart(Part.RSCALE), "RSCALE and SKIP are not of RFC 5545");
        switch (parsed.getFreq()) {
            case YEARLY ->
                    require(
                            !parsed.hasPart(Part.BYMONTHDAY) || parsed.hasPart(Part.BYMONTH),
                            "with FREQ=YEARLY, BYMONTHDAY needs BYMONTH; for each month say"
                                    + " FREQ=MONTHLY");
            case HOURLY -> requireNone(parsed, count == null ? months : days);
            case MINUTELY -> requireNone(parsed, count == null ? months : hours);
            case SECONDLY -> requireNone(parsed, count == null ? days : with(hours, Part.BYMINUTE));
            default -> {}
        }
        requireFew(parsed);
    }

    private static List<Part> with(List<Part> parts, Part another) {
        return Stream.concat(parts.stream(), Stream.of(another)).toList();
    }

    /** As many as one period of its frequency could have at most. */
    private static void requireFew(org.dmfs.rfc5545.recur.RecurrenceRule parsed) {
        long times =
                switch (parsed.getFreq()) {
                    case YEARLY ->
                            days(
                                            parsed,
                                            366,
                                            53,
                                            Part.BYMONTH,
                                            Part.BYWEEKNO,
                                            Part.BYYEARDAY,
                                            Part.BYMONTHDAY,
                                            Part.BYDAY)
                                    * ofDay(parsed);
                    case MONTHLY ->
                            days(parsed, 31, 5, Part.BYMONTHDAY, Part.BYDAY) * ofDay(parsed);
                    case WEEKLY -> days(parsed, 7, 1, Part.BYDAY) * ofDay(parsed);
                    case DAILY -> ofDay(parsed);
                    case HOURLY -> size(parsed, Part.BYMINUTE) * size(parsed, Part.BYSECOND);
                    case MINUTELY -> size(parsed, Part.BYSECOND);
                    default -> 1;
                };
        require(
                times <= TIMES_OF_PERIOD_MAX,
                "with FREQ="
                        + parsed.getFreq()
                        + " one period can have "
                        + times
                        + " times, and 2,000 are the most; say a smaller FREQ, such as DAILY or"
                        + " MINUTELY, with BYDAY and BYHOUR to leave out the others");
    }

    /** The days of a period that parts name: a day of the week is in each of its weeks. */
    private static long days(
            org.dmfs.rfc5545.recur.RecurrenceRule parsed,
            long ofPeriod,
            long weeks,
            Part... parts) {
        long named = parsed.hasPart(Part.BYDAY) ? weeks : 1;
        for (var part : parts) {
            named *= size(parsed, part);
        }
        return Math.min(ofPeriod, named);
    }

    private static long ofDay(org.dmfs.rfc5545.recur.RecurrenceRule parsed) {
        return size(parsed, Part.BYHOUR)
                * size(parsed, Part.BYMINUTE)
                * size(parsed, Part.BYSECOND);
    }

    private static long size(org.dmfs.rfc5545.recur.RecurrenceRule parsed, Part part) {
        return switch (part) {
            case BYDAY -> parsed.hasPart(part) ? parsed.getByDayPart().size() : 1;
            default -> parsed.hasPart(part) ? parsed.getByPart(part).size() : 1;
        };
    }

    private static void requireNone(
            org.dmfs.rfc5545.recur.RecurrenceRule parsed, List<Part> parts) {
        for (var part : parts) {
            require(
                    !parsed.hasPart(part),
                    "there is no "
                            + part
                            + " here with FREQ="
                            + parsed.getFreq()
                            + "; say"
                            + " FREQ=DAILY with BYHOUR, BYMINUTE and BYSECOND");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

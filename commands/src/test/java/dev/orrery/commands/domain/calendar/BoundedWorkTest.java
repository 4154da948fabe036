package dev.orrery.commands.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No rule that is accepted makes a decision slow: a partition waits for each. The time-outs are
 * many times what is needed, and a fraction of what one look-up for each time would take.
 */
class BoundedWorkTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int COUNTED = 10_001;
    private static final String ALL_DAYS = "MO,TU,WE,TH,FR,SA,SU";

    @ParameterizedTest
    @MethodSource("heaps")
    void what_has_too_many_times_in_one_period_is_refused(String rule) {
        assertThatThrownBy(() -> recurrence(rule, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2,000 are the most; say a smaller FREQ");
    }

    static Stream<String> heaps() {
        return Stream.of(
                "FREQ=YEARLY;BYDAY=" + ALL_DAYS + time(24, 60, 60),
                "FREQ=MONTHLY;BYDAY=" + ALL_DAYS + time(24, 60, 1),
                "FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=1,2,3" + time(24, 10, 1),
                "FREQ=YEARLY;BYWEEKNO=1,2,3,4;BYDAY=MO" + time(24, 21, 1),
                "FREQ=WEEKLY;BYDAY=MO,TU" + time(24, 60, 1),
                "FREQ=DAILY" + time(24, 60, 2),
                "FREQ=HOURLY" + time(0, 60, 60));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    @Timeout(5)
    void ten_thousand_times_are_counted_at_once(Rule rule) {
        var all = new Timetable(rule, null, null);
        var from = NOON.minus(Duration.ofDays(40 * 365));

        assertThat(all.count(from, NOON, COUNTED)).isBetween(4_000, COUNTED);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    @Timeout(5)
    void a_long_absence_is_settled_at_once(Rule rule) {
        var first = rule.next(NOON.minus(Duration.ofDays(40 * 365))).orElseThrow();
        var come = rule.come(first, NOON);

        assertThat(come.count()).isGreaterThan(Rule.COUNTED_MAX);
        assertThat(come.last()).isAfter(come.beforeLast()).isBeforeOrEqualTo(NOON);
        assertThat(rule.next(come.beforeLast())).contains(come.last());
        assertThat(rule.next(come.last()).filter(next -> !next.isAfter(NOON))).isEmpty();
    }

    static Stream<Rule> accepted() {
        var old = NOON.minus(Duration.ofDays(40 * 365));
        var older = Instant.parse("1000-01-01T00:00:00Z");
        return Stream.of(
                IntervalRule.of(new Interval(1, null)),
                LocalIntervalRule.of(new Interval(86_400, older, "Europe/Berlin")),
                CronRule.of(new Cron("* * * * * *", "Europe/Berlin")),
                CronRule.of(new Cron("30 2 * * *", "Europe/Berlin")),
                recurrence("FREQ=SECONDLY", old),
                recurrence("FREQ=HOURLY;COUNT=10000", old),
                recurrence("FREQ=HOURLY;COUNT=10000;BYHOUR=0", old),
                recurrence("FREQ=MINUTELY;COUNT=10000;BYMINUTE=0", old),
                recurrence("FREQ=SECONDLY;COUNT=10000;BYSECOND=0", old),
                recurrence("FREQ=HOURLY;BYDAY=MO;BYHOUR=0,3", old),
                recurrence("FREQ=MONTHLY;BYDAY=" + ALL_DAYS + time(24, 2, 1), older),
                recurrence("FREQ=YEARLY;BYDAY=" + ALL_DAYS + time(5, 1, 1), older),
                recurrence("FREQ=WEEKLY;BYDAY=" + ALL_DAYS + time(24, 11, 1), old),
                recurrence("FREQ=DAILY" + time(24, 60, 1), older));
    }

    private static RecurrenceRule recurrence(String rule, @Nullable Instant start) {
        return RecurrenceRule.of(new Recurrence(rule, "Europe/Berlin", start));
    }

    /** So many hours of the day, minutes of the hour and seconds of the minute. */
    private static String time(int hours, int minutes, int seconds) {
        return part("BYHOUR", hours) + part("BYMINUTE", minutes) + part("BYSECOND", seconds);
    }

    private static String part(String name, int size) {
        return size == 0
                ? ""
                : ";"
                        + name
                        + "="
                        + IntStream.range(0, size)
                                .mapToObj(Integer::toString)
                                .collect(Collectors.joining(","));
    }
}

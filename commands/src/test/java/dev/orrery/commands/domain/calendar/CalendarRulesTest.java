package dev.orrery.commands.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron and recurrence rules against known instants. */
class CalendarRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "61 * * * *",
                "0 24 * * *",
                "a b c d e",
                "@often",
                "@reboot",
                "*/0 * * * *",
                "*/90 * * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "1,,2 0 * * *",
                "0 12 * * MONDAY"
            })
    void a_line_that_is_no_crontabs_is_not_understood(String expression) {
        assertThatThrownBy(() -> CronRule.of(new Cron(expression, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The library takes each of them, and then leaves out what it does not understand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 22-2 * * *     | smaller to the greater",
                "50-10/5 * * * *  | smaller to the greater",
                "0 0 1 NOV-FEB *  | smaller to the greater",
                "0 12 1,L * *     | stands alone",
                "0 12 LW,15 * *   | stands alone",
                "0 12 1W,15W * *  | stands alone",
                "0 12 1-L * *     | stands alone",
                "0 12 29W * *     | days 1 to 28",
                "0 12 31W * *     | days 1 to 28",
                "0 12 * * L       | as in 5L",
                "0 12 * * 1,L     | as in 5L",
            })
    void what_would_be_understood_in_part_is_refused(String expression, String why) {
        assertThatThrownBy(() -> CronRule.of(new Cron(expression, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FREQ=OFTEN",
                "BYDAY=MO",
                "FREQ=DAILY;COUNT=10001",
                "nonsense",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;BYHOUR=24",
                "FREQ=DAILY;BYDAY=1MO",
                "FREQ=DAILY;COUNT=3;UNTIL=20260212T000000Z",
                "FREQ=DAILY;EXDATE=20260212T140000Z",
                "FREQ=DAILY;FOO=1",
                "FREQ=WEEKLY;BYMONTHDAY=1",
                "FREQ=YEARLY;BYMONTHDAY=15",
                "FREQ=MONTHLY;BYSETPOS=1",
                "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD",
                "FREQ=HOURLY;BYMONTH=1",
                "FREQ=MINUTELY;BYDAY=MO;COUNT=9",
                "FREQ=SECONDLY;BYDAY=MO",
                "FREQ=HOURLY;BYDAY=MO;COUNT=9",
                "FREQ=MINUTELY;BYHOUR=3;COUNT=9",
                "FREQ=SECONDLY;BYMINUTE=3;COUNT=9",
                "FREQ=SECONDLY;BYHOUR=3;COUNT=9"
            })
    void a_rule_that_is_none_is_not_understood(String rule) {
        assertThatThrownBy(() -> RecurrenceRule.of(new Recurrence(rule, null, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_day_that_never_comes_has_no_next_time() {
        var cron = CronRule.of(new Cron("0 0 30 2 *", null));
        assertThat(cron.next(Instant.EPOCH)).isEmpty();
        var never = new Recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", null, null);
        assertThat(RecurrenceRule.of(never).next(Instant.EPOCH)).isEmpty();
    }

    @Test
    void a_date_as_the_end_of_a_recurrence_is_the_whole_of_that_day() {
        var start = Instant.parse("2026-01-02T14:00:00Z");
        var rule =
                RecurrenceRule.of(
                        new Recurrence("FREQ=DAILY;UNTIL=20260212", "America/New_York", start));

        var last = Instant.parse("2026-02-12T14:00:00Z");
        assertThat(rule.next(last.minusSeconds(1))).contains(last);
        assertThat(rule.next(last)).isEmpty();
    }

    @Test
    void a_name_is_a_way_to_write_its_line() {
        assertThat(CronRule.of(new Cron("@daily", "UTC")))
                .isEqualTo(CronRule.of(new Cron(" 0 0  * * ? ", "UTC")))
                .isNotEqualTo(CronRule.of(new Cron("@daily", "Europe/Berlin")));
    }

    /** Of times that come in heaps, the latest is not one of the first of the heap. */
    @Test
    void the_latest_is_found_in_a_heap_too() {
        var rule = CronRule.of(new Cron("* 3 * * * *", null));
        var first = Instant.parse("2026-01-01T03:00:00Z");

        var come = rule.come(first, Instant.parse("2026-01-09T10:00:00Z"));

        assertThat(come.last()).isEqualTo(Instant.parse("2026-01-09T03:59:59Z"));
        assertThat(come.beforeLast()).isEqualTo(Instant.parse("2026-01-09T03:59:58Z"));
    }

    /** Half past two is left out, so the run that it means comes with those of the next hour. */
    @Test
    void in_the_hour_after_one_that_is_left_out_those_of_both_come() {
        var start = Instant.parse("2026-03-28T23:00:00Z");
        var rule =
                RecurrenceRule.of(
                        new Recurrence("FREQ=MINUTELY;INTERVAL=25", "Europe/Berlin", start));

        assertThat(rule.times(Instant.parse("2026-03-29T00:45:00Z")).limit(6))
                .containsExactly(
                        Instant.parse("2026-03-29T01:05:00Z"),
                        Instant.parse("2026-03-29T01:20:00Z"),
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Instant.parse("2026-03-29T01:45:00Z"),
                        Instant.parse("2026-03-29T01:55:00Z"),
                        Instant.parse("2026-03-29T02:10:00Z"));
    }

    @Test
    void a_zone_is_one_of_the_database() {
        assertThatThrownBy(() -> CronRule.of(new Cron("* * * * *", "Mars/Olympus")))
                .hasMessageContaining("Mars/Olympus");
    }

    /** Somebody was away for a year, and the rule fires every second. */
    @Test
    void what_has_come_is_counted_up_to_a_limit_and_the_latest_is_found() {
        var rule = CronRule.of(new Cron("* * * * * *", null));
        var first = Instant.parse("2026-01-01T00:00:00Z");
        var now = Instant.parse("2027-01-01T00:00:00.500Z");

        var come = rule.come(first, now);
        assertThat(come.last()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(come.count()).isEqualTo(Rule.COUNTED_MAX + 1);
        assertThat(rule.come(first, first.plusMillis(2_500)))
                .isEqualTo(new Rule.Come(3, first.plusSeconds(2), first.plusSeconds(1)));
        assertThat(rule.come(first, first)).isEqualTo(new Rule.Come(1, first, first));
    }
}

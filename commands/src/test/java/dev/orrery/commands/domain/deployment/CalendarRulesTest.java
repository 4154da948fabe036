package dev.orrery.commands.domain.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron and recurrence rules against known instants. */
class CalendarRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // expression, zone, after, the next ones
                "0 9 * * 1-5 | UTC | 2026-11-20T09:00:00Z | 2026-11-23T09:00:00Z"
                        + " 2026-11-24T09:00:00Z",
                "*/15 8-9 * * * | UTC | 2026-11-22T09:40:00Z | 2026-11-22T09:45:00Z"
                        + " 2026-11-23T08:00:00Z",
                "0 0 29 2 * | UTC | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z"
                        + " 2032-02-29T00:00:00Z",
                "0 0 29 2 * | UTC | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "0 12 L * * | UTC | 2026-01-31T12:00:00Z | 2026-02-28T12:00:00Z"
                        + " 2026-03-31T12:00:00Z",
                "0 12 31 * * | UTC | 2026-01-31T12:00:00Z | 2026-03-31T12:00:00Z"
                        + " 2026-05-31T12:00:00Z",
                "0 12 * * 5#3 | UTC | 2026-11-01T00:00:00Z | 2026-11-20T12:00:00Z"
                        + " 2026-12-18T12:00:00Z",
                "0 12 * * FRI#3 | UTC | 2026-11-01T00:00:00Z | 2026-11-20T12:00:00Z",
                "0 12 * * 5L | UTC | 2026-11-01T00:00:00Z | 2026-11-27T12:00:00Z"
                        + " 2026-12-25T12:00:00Z",
                "0 12 * JAN,JUL MON | UTC | 2026-06-30T00:00:00Z | 2026-07-06T12:00:00Z",
                "0 12 * * 0 | UTC | 2026-11-22T12:00:00Z | 2026-11-29T12:00:00Z",
                "0 12 * * 7 | UTC | 2026-11-22T12:00:00Z | 2026-11-29T12:00:00Z",
                // A day that fits either of the two fields.
                "0 12 13 * 5 | UTC | 2026-11-12T13:00:00Z | 2026-11-13T12:00:00Z"
                        + " 2026-11-20T12:00:00Z",
                "0 12 13 * ? | UTC | 2026-11-13T12:00:00Z | 2026-12-13T12:00:00Z",
                "0 12 * * * 30 | UTC | 2026-11-22T12:00:00Z | 2026-11-22T12:00:30Z"
                        + " 2026-11-23T12:00:30Z",
                "* * * * * */20 | UTC | 2026-11-22T12:00:10Z | 2026-11-22T12:00:20Z"
                        + " 2026-11-22T12:00:40Z",
                "@daily | Asia/Kolkata | 2026-11-22T12:00:00Z | 2026-11-22T18:30:00Z",
                // Berlin and New York go forward: 02:30 is left out, and comes at 03:30.
                "30 2 * * * | Europe/Berlin | 2026-03-28T02:00:00Z | 2026-03-29T01:30:00Z"
                        + " 2026-03-30T00:30:00Z",
                "30 2 * * * | America/New_York | 2026-03-07T12:00:00Z | 2026-03-08T07:30:00Z"
                        + " 2026-03-09T06:30:00Z",
                "30 2,3 * * * | Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T01:30:00Z"
                        + " 2026-03-30T00:30:00Z",
                "15,45 2,3 * * * | Europe/Berlin | 2026-03-29T01:20:00Z | 2026-03-29T01:45:00Z"
                        + " 2026-03-30T00:15:00Z",
                "0 * * * * | Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T01:00:00Z"
                        + " 2026-03-29T02:00:00Z",
                // They go back: 02:30 comes twice, and is meant the first time.
                "30 2 * * * | Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z"
                        + " 2026-10-26T01:30:00Z",
                "30 2 * * * | Europe/Berlin | 2026-10-25T00:45:00Z | 2026-10-26T01:30:00Z",
                "30 1 * * * | America/New_York | 2026-11-01T04:00:00Z | 2026-11-01T05:30:00Z"
                        + " 2026-11-02T06:30:00Z",
                // What runs every hour runs in both.
                "0 * * * * | Europe/Berlin | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z"
                        + " 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z",
                "*/30 * * * * | America/New_York | 2026-11-01T05:15:00Z | 2026-11-01T05:30:00Z"
                        + " 2026-11-01T06:00:00Z 2026-11-01T06:30:00Z 2026-11-01T07:00:00Z",
                // Half an hour, and the other half of the world.
                "15 2 * * * | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:45:00Z"
                        + " 2026-10-04T15:15:00Z",
            })
    void cron(String expression, String zone, String after, String expected) {
        var rule = CronRule.of(new Cron(expression, zone));
        assertThat(next(rule, after, expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // rule, zone, start, after, the next ones
                "FREQ=WEEKLY;BYDAY=MO,WE | UTC | 2026-11-02T09:00:00Z | 2026-11-22T00:00:00Z |"
                        + " 2026-11-23T09:00:00Z 2026-11-25T09:00:00Z",
                "RRULE:FREQ=DAILY | UTC | - | 2026-11-22T00:00:00Z | 2026-11-23T00:00:00Z",
                "FREQ=MONTHLY;BYMONTHDAY=-1 | UTC | 2026-01-31T12:00:00Z | 2026-02-01T00:00:00Z |"
                        + " 2026-02-28T12:00:00Z 2026-03-31T12:00:00Z",
                "FREQ=MONTHLY;BYDAY=3FR | UTC | 2026-01-16T12:00:00Z | 2026-11-01T00:00:00Z |"
                        + " 2026-11-20T12:00:00Z 2026-12-18T12:00:00Z",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 | UTC | - | 2026-01-01T00:00:00Z |"
                        + " 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
                "FREQ=DAILY;INTERVAL=2 | UTC | 2026-11-01T09:00:00Z | 2026-11-22T00:00:00Z |"
                        + " 2026-11-23T09:00:00Z 2026-11-25T09:00:00Z",
                "FREQ=DAILY;COUNT=3 | UTC | 2026-11-01T09:00:00Z | 2026-11-02T09:00:00Z |"
                        + " 2026-11-03T09:00:00Z none",
                "FREQ=DAILY;UNTIL=20261103T090000Z | Europe/Berlin | 2026-11-01T09:00:00Z |"
                        + " 2026-11-02T09:00:00Z | 2026-11-03T09:00:00Z none",
                "FREQ=DAILY | Europe/Berlin | 2026-03-01T01:30:00Z | 2026-03-28T02:00:00Z |"
                        + " 2026-03-29T01:30:00Z 2026-03-30T00:30:00Z",
                "FREQ=DAILY | Europe/Berlin | 2026-10-01T00:30:00Z | 2026-10-24T12:00:00Z |"
                        + " 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "FREQ=HOURLY;INTERVAL=6 | UTC | - | 2026-11-22T01:00:00Z | 2026-11-22T06:00:00Z"
                        + " 2026-11-22T12:00:00Z",
                "FREQ=MINUTELY | UTC | - | 2026-11-22T01:00:00Z | 2026-11-22T01:01:00Z",
                "FREQ=SECONDLY | UTC | - | 2026-11-22T01:00:00Z | 2026-11-22T01:00:01Z"
                        + " 2026-11-22T01:00:02Z",
            })
    void recurrence(
            String rule, String zone, @Nullable String start, String after, String expected) {
        var begin = start == null ? null : Instant.parse(start);
        var parsed = RecurrenceRule.of(new Recurrence(rule, zone, begin));
        assertThat(next(parsed, after, expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * * *",
                "61 * * * *",
                "0 24 * * *",
                "a b c d e",
                "@often"
            })
    void a_line_that_is_no_crontabs_is_not_understood(String expression) {
        assertThatThrownBy(() -> CronRule.of(new Cron(expression, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FREQ=OFTEN", "BYDAY=MO", "FREQ=DAILY;COUNT=10001", "nonsense"})
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

    private static String next(Rule rule, String after, String expected) {
        var found = new ArrayList<String>();
        var moment = OffsetDateTime.parse(after).toInstant();
        for (var _ : List.of(expected.split(" "))) {
            var next = rule.next(moment);
            found.add(next.map(Instant::toString).orElse("none"));
            moment = next.orElse(moment);
        }
        return String.join(" ", found);
    }
}

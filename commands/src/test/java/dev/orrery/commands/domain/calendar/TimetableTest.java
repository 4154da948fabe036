package dev.orrery.commands.domain.calendar;

import static dev.orrery.commands.domain.Story.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A rule between a start and an end, both of them included. */
class TimetableTest {

    @Test
    void without_bounds_it_is_its_rule() {
        assertThat(hourly(null, null).next(NOON)).contains(hour(1));
    }

    @Test
    void nothing_comes_before_its_start_and_the_start_itself_does() {
        assertThat(hourly(hour(3), null).next(NOON)).contains(hour(3));
        assertThat(hourly(hour(3).plusMillis(1), null).next(NOON)).contains(hour(4));
        assertThat(hourly(hour(3), null).next(hour(3))).contains(hour(4));
    }

    @Test
    void nothing_comes_after_its_end_and_the_end_itself_does() {
        assertThat(hourly(null, hour(2)).next(hour(1))).contains(hour(2));
        assertThat(hourly(null, hour(2)).next(hour(2))).isEmpty();
        assertThat(hourly(null, hour(2).minusMillis(1)).next(hour(1))).isEmpty();
    }

    @Test
    void a_start_after_its_end_leaves_nothing() {
        assertThat(hourly(hour(3), hour(2)).next(NOON)).isEmpty();
    }

    @Test
    void of_a_cron_rule_too_a_start_between_seconds_leaves_out_what_was_before() {
        var minutely = CronRule.of(new Cron("* * * * *", null));
        var late = new Timetable(minutely, NOON.plusMillis(500), null);
        assertThat(new Timetable(minutely, NOON, null).next(Instant.EPOCH)).contains(NOON);
        assertThat(late.next(Instant.EPOCH)).contains(NOON.plusSeconds(60));
    }

    @Test
    void what_has_come_ends_at_its_end() {
        assertThat(hourly(null, hour(3)).come(hour(1), hour(9)))
                .isEqualTo(new Rule.Come(3, hour(3), hour(2)));
        assertThat(hourly(null, hour(9)).come(hour(1), hour(3)))
                .isEqualTo(new Rule.Come(3, hour(3), hour(2)));
    }

    @Test
    void those_of_a_range_are_counted_up_to_a_limit() {
        assertThat(hourly(null, null).count(hour(1), hour(3), 100)).isEqualTo(3);
        assertThat(hourly(null, null).count(hour(1).plusMillis(1), hour(3), 100)).isEqualTo(2);
        assertThat(hourly(null, null).count(hour(1), hour(300), 100)).isEqualTo(100);
        assertThat(hourly(hour(2), hour(4)).count(NOON, hour(9), 100)).isEqualTo(3);
        assertThat(hourly(null, null).count(hour(3), hour(1), 100)).isZero();
    }

    /** Also where a moment is finer than nominal times are. */
    @Test
    void what_is_before_the_moment_is_not_from_it() {
        var late = NOON.plusNanos(500_000);
        assertThat(hourly(null, null).from(NOON)).contains(NOON);
        assertThat(hourly(null, null).from(late)).contains(hour(1));
        assertThat(hourly(late, null).next(Instant.EPOCH)).contains(hour(1));
    }

    @Test
    void the_horizon_is_counted_from_where_a_rule_begins() {
        var daily = RecurrenceRule.of(new Recurrence("FREQ=DAILY", null, null));
        assertThat(new Timetable(daily, null, null).from(Instant.parse("1850-01-01T00:00:00Z")))
                .contains(Instant.parse("2020-01-01T00:00:00Z"));
    }

    private static Timetable hourly(@Nullable Instant start, @Nullable Instant end) {
        return new Timetable(IntervalRule.of(new Interval(3_600, null)), start, end);
    }

    private static Instant hour(long number) {
        return NOON.plusSeconds(number * 3_600);
    }
}

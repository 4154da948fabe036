package dev.orrery.commands.domain.calendar;

import static dev.orrery.commands.domain.Story.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntervalRuleTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void without_an_anchor_it_counts_from_the_epoch() {
        assertThat(rule(7, null).after(Instant.EPOCH)).isEqualTo(Instant.ofEpochSecond(7));
        assertThat(rule(3_600, null).after(NOON.plusMillis(1))).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void an_anchor_in_the_past_sets_the_phase() {
        var anchor = NOON.minus(Duration.ofDays(400)).plusSeconds(17);

        assertThat(rule(3_600, anchor).after(NOON)).isEqualTo(NOON.plusSeconds(17));
    }

    @Test
    void an_anchor_in_the_future_is_the_first_nominal_time() {
        var anchor = NOON.plus(Duration.ofDays(30));

        assertThat(rule(60, anchor).after(NOON)).isEqualTo(anchor);
        assertThat(rule(60, anchor).after(anchor.minusMillis(1))).isEqualTo(anchor);
        assertThat(rule(60, anchor).after(anchor)).isEqualTo(anchor.plusSeconds(60));
    }

    @Test
    void on_a_nominal_time_the_next_one_follows() {
        var rule = rule(3_600, null);

        assertThat(rule.after(NOON)).isEqualTo(NOON.plus(HOUR));
        assertThat(rule.after(NOON.minusMillis(1))).isEqualTo(NOON);
        assertThat(rule.after(NOON.minusNanos(1))).isEqualTo(NOON);
        assertThat(rule.after(NOON.plusNanos(1))).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void an_anchor_before_the_epoch_counts_too() {
        var anchor = Instant.parse("1000-06-01T00:00:00.250Z");
        var next = rule(86_400, anchor).after(NOON);

        assertThat(next).isEqualTo(Instant.parse("2026-11-23T00:00:00.250Z"));
    }

    @Test
    void an_anchor_is_counted_in_whole_milliseconds() {
        var anchor = NOON.plusNanos(1_500_999);

        assertThat(rule(60, anchor).after(NOON)).isEqualTo(NOON.plusMillis(1));
    }

    @Test
    void the_longest_interval_and_the_farthest_anchor_do_not_overflow() {
        var first = Instant.ofEpochSecond(-Limits.ANCHOR_EPOCH_SECONDS_MAX);
        var last = Instant.ofEpochSecond(Limits.ANCHOR_EPOCH_SECONDS_MAX);
        long longest = Limits.INTERVAL_SECONDS_MAX;

        assertThat(rule(longest, first).after(last)).isAfter(last);
        assertThat(rule(1, first).after(last)).isEqualTo(last.plusSeconds(1));
        assertThat(rule(longest, last).after(last)).isEqualTo(last.plusSeconds(longest));
    }

    @Test
    void nominal_times_are_counted_from_one_of_them_itself_included() {
        var rule = rule(3_600, null);

        assertThat(rule.count(NOON, NOON)).isEqualTo(1);
        assertThat(rule.count(NOON, NOON.plus(HOUR).minusMillis(1))).isEqualTo(1);
        assertThat(rule.count(NOON, NOON.plus(HOUR))).isEqualTo(2);
        assertThat(rule.plus(NOON, 2)).isEqualTo(NOON.plus(HOUR).plus(HOUR));
    }

    private static IntervalRule rule(long seconds, @Nullable Instant anchor) {
        return IntervalRule.of(new Interval(seconds, anchor));
    }
}

package dev.orrery.commands.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What KnownInstantsTest does not say of intervals in a time zone. */
class LocalIntervalRuleTest {

    private static final long DAY = 86_400;
    private static final String BERLIN = "Europe/Berlin";
    private static final Instant NINE = Instant.parse("2026-01-01T08:00:00Z");

    @Test
    void less_than_a_day_and_a_clock_that_never_changes_are_elapsed_time() {
        assertThat(rule(DAY - 1, NINE, BERLIN)).isEqualTo(rule(DAY - 1, NINE, null));
        assertThat(rule(DAY, NINE, "UTC")).isEqualTo(rule(DAY, NINE, null));
        assertThat(rule(DAY, NINE, "Etc/GMT-3")).isEqualTo(rule(DAY, NINE, null));
        assertThat(rule(DAY, NINE, BERLIN)).isInstanceOf(LocalIntervalRule.class);
    }

    @Test
    void another_zone_anchor_or_length_is_another_rule() {
        var rule = rule(DAY, NINE, BERLIN);
        assertThat(rule(DAY, NINE, BERLIN)).isEqualTo(rule);
        assertThat(rule(DAY, NINE, "Europe/Paris")).isNotEqualTo(rule);
        assertThat(rule(DAY, NINE.plusSeconds(1), BERLIN)).isNotEqualTo(rule);
        assertThat(rule(2 * DAY, NINE, BERLIN)).isNotEqualTo(rule);
    }

    @Test
    void an_anchor_is_counted_in_whole_milliseconds() {
        var summer = Instant.parse("2026-07-01T00:00:00Z");
        assertThat(rule(DAY, NINE.plusNanos(250_999_999), BERLIN).next(summer))
                .contains(Instant.parse("2026-07-01T07:00:00.250Z"));
    }

    @Test
    void on_a_nominal_time_the_next_one_follows() {
        var rule = rule(DAY, NINE, BERLIN);
        var next = NINE.plusSeconds(DAY);
        assertThat(rule.next(NINE.minusNanos(1))).contains(NINE);
        assertThat(rule.next(NINE)).contains(next);
        assertThat(rule.next(NINE.plusNanos(1))).contains(next);
    }

    @Test
    void an_anchor_in_a_far_future_is_the_first_nominal_time() {
        var anchor = Instant.parse("2300-06-01T07:00:00Z");
        assertThat(rule(DAY, anchor, BERLIN).next(NINE)).contains(anchor);
    }

    @Test
    void the_longest_interval_and_the_farthest_anchor_do_not_overflow() {
        var first = Instant.ofEpochSecond(-Limits.ANCHOR_EPOCH_SECONDS_MAX);
        var last = Instant.ofEpochSecond(Limits.ANCHOR_EPOCH_SECONDS_MAX);
        long longest = Limits.INTERVAL_SECONDS_MAX;

        for (var zone : new String[] {BERLIN, "Pacific/Apia"}) {
            assertThat(rule(longest, first, zone).next(last).orElseThrow()).isAfter(last);
            assertThat(rule(DAY, first, zone).next(last).orElseThrow()).isAfter(last);
            assertThat(rule(longest, last, zone).next(last)).contains(last.plusSeconds(longest));
        }
    }

    /** The day of the change has 25 hours, so that of elapsed time there would be one more. */
    @Test
    void what_has_come_is_counted_by_the_clock() {
        var first = Instant.parse("2026-10-24T07:00:00Z");
        var last = Instant.parse("2026-10-27T08:00:00Z");
        var rule = rule(DAY, NINE, BERLIN);

        assertThat(rule.come(first, last))
                .isEqualTo(new Rule.Come(4, last, last.minus(Duration.ofDays(1))));
        assertThat(rule.come(first, last.minusMillis(1)).count()).isEqualTo(3);
    }

    @Test
    void a_time_zone_that_is_not_known_is_refused() {
        assertThatThrownBy(() -> rule(DAY, NINE, "Mars/Olympus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no time zone 'Mars/Olympus'");
    }

    private static Rule rule(long seconds, Instant anchor, @Nullable String zone) {
        var interval = new Interval(seconds, anchor, zone);
        return Rule.of(new ScheduleDocument("s", interval, Json.EMPTY_OBJECT, true));
    }
}

package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.between;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.heap;
import static dev.orrery.commands.domain.Draft.jittered;
import static dev.orrery.commands.domain.Story.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The nominal times that are to come. */
class PreviewTest {

    private static final ScheduleDocument EACH_HOUR = every("hourly", Duration.ofHours(1));

    @Test
    void it_has_as_many_as_are_asked_for() {
        assertThat(times(EACH_HOUR, NOON, 1_000)).hasSize(1_000);
        assertThat(times(EACH_HOUR, NOON, 2))
                .extracting(Preview.Time::nominal)
                .containsExactly(NOON.plusSeconds(3_600), NOON.plusSeconds(7_200));
    }

    @Test
    void it_says_when_a_run_begins_at_the_latest() {
        var time = times(jittered(EACH_HOUR, 90), NOON, 1).getFirst();

        assertThat(time.latest()).isEqualTo(NOON.plusSeconds(3_690));
        assertThat(times(EACH_HOUR, NOON, 1).getFirst().latest())
                .isEqualTo(NOON.plusSeconds(3_600));
    }

    @Test
    void it_ends_with_the_schedule_and_begins_with_its_start() {
        var bounded = between(NOON.plusSeconds(7_200), NOON.plusSeconds(10_800), EACH_HOUR);

        assertThat(times(bounded, NOON, 9))
                .extracting(Preview.Time::nominal)
                .containsExactly(NOON.plusSeconds(7_200), NOON.plusSeconds(10_800));
        assertThat(times(bounded, NOON.plusSeconds(10_800), 9)).isEmpty();
    }

    @Test
    void it_shows_the_clock_on_the_wall_through_a_change() {
        var daily = cron("30 2 * * *", "Europe/Berlin");

        assertThat(times(daily, Instant.parse("2026-03-28T00:00:00Z"), 3))
                .extracting(Preview.Time::local)
                .containsExactly(
                        OffsetDateTime.parse("2026-03-28T02:30+01:00"),
                        OffsetDateTime.parse("2026-03-29T03:30+02:00"),
                        OffsetDateTime.parse("2026-03-30T02:30+02:00"));
    }

    @Test
    void it_shows_the_clock_of_an_interval_too() {
        var nine = Instant.parse("2026-01-01T08:00:00Z");
        assertThat(times(interval(86_400, nine), Instant.parse("2026-03-28T00:00:00Z"), 2))
                .extracting(Preview.Time::local)
                .containsExactly(
                        OffsetDateTime.parse("2026-03-28T09:00+01:00"),
                        OffsetDateTime.parse("2026-03-29T09:00+02:00"));
        assertThat(times(interval(43_200, nine), Instant.parse("2026-03-28T12:00:00Z"), 2))
                .extracting(Preview.Time::local)
                .containsExactly(
                        OffsetDateTime.parse("2026-03-28T21:00+01:00"),
                        OffsetDateTime.parse("2026-03-29T10:00+02:00"));
    }

    @Test
    void what_is_wrong_is_told_by_its_field() {
        assertThat(refused(cron("61 * * * *", "UTC"))).isEqualTo("/schedule/cron/expression");
        assertThat(refused(cron("* * * * *", "Mars/Olympus"))).isEqualTo("/schedule/cron/timezone");
        assertThat(refused(heap("s"))).isEqualTo("/schedule/rrule/rule");
        assertThat(refused(jittered(EACH_HOUR, -1))).isEqualTo("/schedule/jitterSeconds");
        assertThat(Preview.of(EACH_HOUR, Instant.MAX, 1)).isInstanceOf(Preview.Refused.class);
    }

    private static ScheduleDocument interval(long seconds, Instant anchor) {
        var rule = new Interval(seconds, anchor, "Europe/Berlin");
        return new ScheduleDocument("s", rule, Json.EMPTY_OBJECT, true);
    }

    private static ScheduleDocument cron(String expression, String zone) {
        var rule = new Cron(expression, zone);
        return new ScheduleDocument("s", null, rule, null, Json.EMPTY_OBJECT, true);
    }

    private static List<Preview.Time> times(ScheduleDocument schedule, Instant after, int count) {
        return ((Preview.Times) Preview.of(schedule, after, count)).times();
    }

    private static String refused(ScheduleDocument schedule) {
        var refused = (Preview.Refused) Preview.of(schedule, NOON, 1);
        return String.valueOf(refused.rejection().field());
    }
}

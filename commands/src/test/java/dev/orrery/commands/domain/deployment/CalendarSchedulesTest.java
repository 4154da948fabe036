package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Cron;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.deployment.ScheduleDocument.Recurrence;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.reply.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Schedules with a cron or a recurrence rule. */
class CalendarSchedulesTest {

    private static final Interval HOURLY = new Interval(3_600, null);
    private static final Cron MINUTELY = new Cron("* * * * *", null);
    private static final Recurrence TWICE =
            new Recurrence("FREQ=MINUTELY;COUNT=2", null, NOON.plusSeconds(60));

    @Test
    void a_schedule_has_exactly_one_rule() {
        refused(rule(null, null, null), "/schedules/0/interval");
        refused(rule(HOURLY, MINUTELY, null), "/schedules/0/cron");
        refused(rule(null, MINUTELY, TWICE), "/schedules/0/rrule");
    }

    @Test
    void what_is_wrong_with_a_rule_is_told_by_its_field() {
        refused(cron("61 * * * *", null), "/schedules/0/cron/expression");
        refused(cron(" ", null), "/schedules/0/cron/expression");
        refused(cron("* * * * *", "Mars/Olympus"), "/schedules/0/cron/timezone");
        refused(cron("0 0 30 2 *", null), "/schedules/0/cron");
        refused(interval(86_400, "Mars/Olympus"), "/schedules/0/interval/timezone");
        refused(interval(60, "Mars/Olympus"), "/schedules/0/interval/timezone");
        refused(interval(86_400, ""), "/schedules/0/interval/timezone");
        refused(rrule("FREQ=OFTEN", null), "/schedules/0/rrule/rule");
        refused(Draft.heap("one"), "/schedules/0/rrule/rule");
        refused(rrule("FREQ=DAILY", "Mars/Olympus"), "/schedules/0/rrule/timezone");
        refused(rrule("FREQ=DAILY;UNTIL=20200601T000000Z", null), "/schedules/0/rrule");
    }

    @Test
    void what_is_wrong_with_a_rule_is_told_with_what_to_write_instead() {
        var wrong = given().when(put(document(Draft.heap("one")))).rejection();
        assertThat(wrong.message())
                .startsWith("It can't be understood: with FREQ=YEARLY one period can have")
                .contains("31622400 times, and 2,000 are the most; say a smaller FREQ");
    }

    @Test
    void what_is_over_is_unchanged_when_it_is_put_again() {
        var over = document(rrule("FREQ=DAILY;UNTIL=20200601T000000Z", null));
        assertThat(given(created(over)).when(put(over)).events()).isEmpty();
    }

    @Test
    void it_waits_for_its_next_time_and_fires_then() {
        var document = document(cron("30 14 * * *", "Europe/Berlin"));
        var next = NOON.plusSeconds(5_400);
        assertThat(given().when(put(document)).first(ScheduleStarted.class).next()).isEqualTo(next);

        var fired =
                given(created(document), started("one", next))
                        .at(next)
                        .whenDue(schedule("one"))
                        .first(ScheduleFired.class);
        assertThat(fired.nominal()).isEqualTo(next);
        assertThat(fired.next()).isEqualTo(next.plusSeconds(86_400));
    }

    @Test
    void an_interval_of_a_day_fires_at_the_same_hour_after_the_clocks_went_back() {
        var nine = Instant.parse("2026-10-24T07:00:00Z");
        var document = document(rule(new Interval(86_400, nine, "Europe/Berlin"), null, null));
        var fired =
                given(created(document), started("one", nine))
                        .at(nine)
                        .whenDue(schedule("one"))
                        .first(ScheduleFired.class);
        assertThat(fired.next()).isEqualTo(Instant.parse("2026-10-25T08:00:00Z"));
    }

    @Test
    void another_time_zone_is_another_time_to_wait_for() {
        var berlin = document(interval(86_400, "Europe/Berlin"));
        var tokyo = document(interval(86_400, "Asia/Tokyo"));
        assertThat(given(created(berlin)).when(put(tokyo)).first(ScheduleStarted.class).next())
                .isEqualTo(Instant.parse("2026-11-22T15:00:00Z"));
    }

    @Test
    void after_an_absence_the_latest_fires_and_the_others_are_skipped() {
        var events =
                given(created(document(cron("* * * * *", null))), started("one", NOON))
                        .at(NOON.plusSeconds(185))
                        .whenDue(schedule("one"))
                        .events();

        var skipped = (ScheduleSkipped) events.getFirst();
        assertThat(skipped.count()).isEqualTo(3);
        assertThat(skipped.last()).isEqualTo(NOON.plusSeconds(120));
        assertThat(skipped.next()).isEqualTo(NOON.plusSeconds(180));
        assertThat(((ScheduleFired) events.get(1)).nominal()).isEqualTo(NOON.plusSeconds(180));
    }

    @Test
    void with_the_last_of_its_times_it_stops() {
        var last = NOON.plusSeconds(120);
        var events =
                given(created(document(rule(null, null, TWICE))), started("one", last))
                        .at(last)
                        .whenDue(schedule("one"))
                        .events();

        assertThat(events)
                .extracting(Event::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("ScheduleFired", "RunRequested", "ScheduleStopped");
        assertThat(events.getLast()).isEqualTo(new ScheduleStopped(schedule("one")));
    }

    private static void refused(ScheduleDocument schedule, String field) {
        given().when(put(document(schedule))).thenRejected(Refusal.INVALID_COMMAND, field);
    }

    private static DeploymentDocument document(ScheduleDocument schedule) {
        return Draft.document(draft -> draft.schedules = List.of(schedule));
    }

    private static ScheduleDocument interval(long seconds, String zone) {
        return rule(new Interval(seconds, null, zone), null, null);
    }

    private static ScheduleDocument cron(String expression, @Nullable String zone) {
        return rule(null, new Cron(expression, zone), null);
    }

    private static ScheduleDocument rrule(String rule, @Nullable String zone) {
        return rule(null, null, new Recurrence(rule, zone, null));
    }

    private static ScheduleDocument rule(
            @Nullable Interval interval, @Nullable Cron cron, @Nullable Recurrence rrule) {
        return new ScheduleDocument("one", interval, cron, rrule, Json.EMPTY_OBJECT, true);
    }
}

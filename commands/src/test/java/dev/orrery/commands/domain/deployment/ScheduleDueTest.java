package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.scheduled;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static dev.orrery.commands.domain.deployment.Deployments.stopped;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Story;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What happens when a schedule's nominal time has come. */
class ScheduleDueTest {

    private static final Class<RunRequested> REQUESTED = RunRequested.class;
    private static final ScheduleId HOURLY = schedule("hourly");
    private static final ScheduleDocument EACH_HOUR =
            with(
                    every("hourly", Duration.ofHours(1)),
                    Json.parse("{\"name\":\"moon\",\"by\":\"schedule\"}"));

    @Test
    void nothing_fires_before_its_nominal_time() {
        waiting(hour(1)).at(hour(1).minusMillis(1)).whenDue(HOURLY).thenUnchanged();
    }

    @Test
    void at_its_nominal_time_it_fires_and_waits_for_the_next() {
        var run = RunId.scheduled(DEPLOYMENT, HOURLY, hour(1));
        var outcome = waiting(hour(1)).at(hour(1)).whenDue(HOURLY);

        assertThat(outcome.events())
                .hasSize(2)
                .contains(new ScheduleFired(HOURLY, hour(1), run, hour(2)));
        assertThat(outcome.world().schedule(HOURLY))
                .asInstanceOf(InstanceOfAssertFactories.type(Schedule.Waiting.class))
                .extracting(Schedule.Waiting::next)
                .isEqualTo(hour(2));
    }

    @Test
    void a_nominal_time_that_finds_no_slot_is_skipped_or_waits_by_the_policy() {
        var full = new Event[] {requested(), new RunAdmitted(RUN)};
        var run = RunId.scheduled(DEPLOYMENT, HOURLY, hour(1));
        var why = "The deployment has no slot left of 1, and skips a run that finds none.";

        limited(Collision.SKIP)
                .and(full)
                .at(hour(1))
                .whenDue(HOURLY)
                .then(new ScheduleSkipped(HOURLY, hour(1), hour(1), 1, why, hour(2)));
        assertThat(limited(Collision.QUEUE).and(full).at(hour(1)).whenDue(HOURLY).events())
                .hasSize(3)
                .startsWith(new ScheduleFired(HOURLY, hour(1), run, hour(2)))
                .endsWith(new RunAwaitsSlot(run, "It waits for the one slot of its deployment."));
        assertThat(limited(Collision.CANCEL_RUNNING).and(full).at(hour(1)).whenDue(HOURLY).events())
                .hasSize(4)
                .contains(new RunCancelled(RUN, "Cancelled to make room for a newer run."))
                .endsWith(new RunAdmitted(run));
        assertThat(limited(Collision.SKIP).at(hour(1)).whenDue(HOURLY).events())
                .endsWith(new RunAdmitted(run));
    }

    private static Story limited(Collision collision) {
        var document =
                document(draft -> {
                    draft.schedules = List.of(EACH_HOUR);
                    draft.concurrency = new Concurrency(1, collision);
                });
        return given(created(document), started("hourly", hour(1)));
    }

    @Test
    void a_nominal_time_fires_once() {
        var story = waiting(hour(1)).at(hour(1));

        story.and(story.whenDue(HOURLY).events().toArray(Event[]::new))
                .whenDue(HOURLY)
                .thenUnchanged();
    }

    @Test
    void a_run_of_a_schedule_says_why_it_is_and_when_it_should_start() {
        var run = waiting(hour(1)).at(hour(1).plusSeconds(9)).whenDue(HOURLY).first(REQUESTED);

        assertThat(run.cause()).isEqualTo(RunCause.scheduled(HOURLY, hour(1)));
        assertThat(run.scheduledFor()).isEqualTo(hour(1));
        assertThat(run.run().time()).isEqualTo(hour(1));
    }

    @Test
    void the_parameters_of_the_schedule_are_laid_over_the_deployments() {
        var run = waiting(hour(1)).at(hour(1)).whenDue(HOURLY).first(REQUESTED);

        assertThat(run.specification().parameters())
                .isEqualTo(Json.parse("{\"by\":\"schedule\",\"name\":\"moon\",\"times\":1}"));
    }

    @Test
    void a_run_of_a_schedule_carries_the_revision_of_now() {
        var second = scheduled(every("hourly", Duration.ofHours(1)));
        var run =
                waiting(hour(1))
                        .and(updated(2, second, "schedules"))
                        .at(hour(1))
                        .whenDue(HOURLY)
                        .first(REQUESTED);

        assertThat(run.revision()).isEqualTo(2);
        assertThat(run.specification().parameters()).isEqualTo(second.parameters());
    }

    @Test
    void a_little_late_it_fires_for_its_nominal_time_and_skips_nothing() {
        var events = waiting(hour(1)).at(hour(2).minusMillis(1)).whenDue(HOURLY).events();

        assertThat(events).hasSize(2);
        assertThat(events.getFirst())
                .isEqualTo(
                        new ScheduleFired(
                                HOURLY,
                                hour(1),
                                RunId.scheduled(DEPLOYMENT, HOURLY, hour(1)),
                                hour(2)));
    }

    @Test
    void after_one_missed_time_the_latest_fires_and_the_one_is_skipped() {
        catchesUp(hour(2), hour(1), 1, hour(2));
    }

    @Test
    void after_hours_away_the_latest_fires_and_all_others_are_skipped_by_one_event() {
        catchesUp(hour(5).minusMillis(1), hour(3), 3, hour(4));
        catchesUp(hour(5), hour(4), 4, hour(5));
    }

    @Test
    void after_years_away_it_still_fires_once() {
        int hours = 20 * 365 * 24;

        catchesUp(hour(hours).plusSeconds(1), hour(hours - 1), hours - 1, hour(hours));
    }

    @Test
    void what_was_caught_up_is_not_due_again() {
        var story = waiting(hour(1)).at(hour(5));

        story.and(story.whenDue(HOURLY).events().toArray(Event[]::new))
                .at(hour(6).minusMillis(1))
                .whenDue(HOURLY)
                .thenUnchanged();
    }

    @Test
    void an_anchor_in_the_future_fires_first() {
        var anchor = NOON.plus(Duration.ofDays(3)).plusMillis(250);
        var document = scheduled(every("hourly", Duration.ofHours(1), anchor));
        var story = given(created(document), started("hourly", anchor));

        story.at(anchor.minusMillis(1)).whenDue(HOURLY).thenUnchanged();
        assertThat(story.at(anchor).whenDue(HOURLY).events())
                .contains(
                        new ScheduleFired(
                                HOURLY,
                                anchor,
                                RunId.scheduled(DEPLOYMENT, HOURLY, anchor),
                                anchor.plus(Duration.ofHours(1))));
    }

    @Test
    void a_schedule_that_never_was_does_not_fire() {
        given().at(hour(9)).whenDue(HOURLY).thenUnchanged();
    }

    @Test
    void a_paused_deployment_fires_nothing() {
        waiting(hour(1))
                .and(paused(), stopped("hourly"))
                .at(hour(1))
                .whenDue(HOURLY)
                .thenUnchanged();
        waiting(hour(1)).and(paused()).at(hour(1)).whenDue(HOURLY).thenUnchanged();
    }

    @Test
    void a_deleted_deployment_fires_nothing() {
        waiting(hour(1))
                .and(deleted(), stopped("hourly"))
                .at(hour(1))
                .whenDue(HOURLY)
                .thenUnchanged();
        waiting(hour(1)).and(deleted()).at(hour(1)).whenDue(HOURLY).thenUnchanged();
    }

    @Test
    void a_schedule_that_was_taken_out_does_not_fire() {
        var without = updated(2, document(), "schedules");

        waiting(hour(1))
                .and(without, stopped("hourly"))
                .at(hour(1))
                .whenDue(HOURLY)
                .thenUnchanged();
        waiting(hour(1)).and(without).at(hour(1)).whenDue(HOURLY).thenUnchanged();
    }

    @Test
    void an_update_between_does_not_move_or_repeat_a_nominal_time() {
        var events =
                waiting(hour(1))
                        .and(updated(2, scheduled(EACH_HOUR), "description"))
                        .at(hour(3))
                        .whenDue(HOURLY)
                        .events();

        assertThat(events).first().isEqualTo(skipped(hour(2), 2, hour(3)));
    }

    @Test
    void where_nobody_serves_the_pool_what_has_come_is_skipped_and_the_reason_said() {
        var reason =
                "The work pool 'default' of the deployment is not served any more; serve it, or"
                        + " name another.";

        waiting(hour(1))
                .serving("large")
                .at(hour(3).plusSeconds(1))
                .whenDue(HOURLY)
                .then(new ScheduleSkipped(HOURLY, hour(1), hour(3), 3, reason, hour(4)));
        waiting(hour(1))
                .serving("large")
                .at(hour(1))
                .whenDue(HOURLY)
                .then(new ScheduleSkipped(HOURLY, hour(1), hour(1), 1, reason, hour(2)));
    }

    private static void catchesUp(Instant now, Instant last, long count, Instant nominal) {
        var run = RunId.scheduled(DEPLOYMENT, HOURLY, nominal);

        assertThat(waiting(hour(1)).at(now).whenDue(HOURLY).events())
                .hasSize(3)
                .startsWith(
                        skipped(last, count, nominal),
                        new ScheduleFired(HOURLY, nominal, run, nominal.plus(Duration.ofHours(1))))
                .last()
                .asInstanceOf(InstanceOfAssertFactories.type(REQUESTED))
                .extracting(RunRequested::run, RunRequested::scheduledFor)
                .containsExactly(run, nominal);
    }

    private static ScheduleSkipped skipped(Instant last, long count, Instant next) {
        return new ScheduleSkipped(
                HOURLY,
                hour(1),
                last,
                count,
                "The server was away or behind; only the latest nominal time runs.",
                next);
    }

    private static Instant hour(long number) {
        return NOON.plus(Duration.ofHours(number));
    }

    private static Story waiting(Instant next) {
        return given(created(scheduled(EACH_HOUR)), started("hourly", next));
    }
}

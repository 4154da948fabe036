package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.heap;
import static dev.orrery.commands.domain.Draft.inactive;
import static dev.orrery.commands.domain.Draft.jittered;
import static dev.orrery.commands.domain.Draft.scheduled;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Story.ACTOR;
import static dev.orrery.commands.domain.Story.COMMAND;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.delete;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static dev.orrery.commands.domain.deployment.Deployments.stopped;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.domain.Story;
import dev.orrery.schemas.command.DeploymentCommand.BackfillSchedule;
import dev.orrery.schemas.command.DeploymentCommand.CancelBackfill;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The making up for the nominal times of a range. */
class BackfillTest {

    private static final ScheduleId HOURLY = schedule("hourly");
    private static final ScheduleDocument EACH_HOUR =
            with(every("hourly", Duration.ofHours(1)), Json.parse("{\"by\":\"schedule\"}"));
    private static final BackfillId BACKFILL = BackfillId.of(DEPLOYMENT, ACTOR, COMMAND, NOON);

    @Test
    void it_starts_with_the_nominal_times_of_its_range_both_ends_included() {
        live().when(backfill(ago(5), ago(2), 2)).then(begun(ago(5), ago(2), 4, 2, ago(5)));
        live().when(backfill(ago(5).minusMillis(1), ago(2).minusMillis(1), 1))
                .then(begun(ago(5).minusMillis(1), ago(2).minusMillis(1), 3, 1, ago(5)));
        live().when(backfill(ago(1), NOON, 1)).then(begun(ago(1), NOON, 2, 1, ago(1)));
    }

    @Test
    void its_schedule_may_be_inactive_and_its_deployment_paused() {
        given(created(scheduled(inactive(EACH_HOUR))))
                .when(backfill(ago(1), NOON, 1))
                .then(begun(ago(1), NOON, 2, 1, ago(1)));
        live().and(paused(), stopped("hourly"))
                .when(backfill(ago(1), NOON, 1))
                .then(begun(ago(1), NOON, 2, 1, ago(1)));
    }

    @Test
    void what_is_not_there_is_not_made_up_for() {
        given().when(backfill(ago(1), NOON, 1)).thenRejected(Refusal.DEPLOYMENT_NOT_FOUND);
        live().and(deleted(), stopped("hourly"))
                .when(backfill(ago(1), NOON, 1))
                .thenRejected(Refusal.DEPLOYMENT_NOT_FOUND);
        given(created(document()))
                .when(backfill(ago(1), NOON, 1))
                .thenRejected(Refusal.SCHEDULE_NOT_FOUND);
        live().serving("large").when(backfill(ago(1), NOON, 1)).thenRejected(Refusal.POOL_UNKNOWN);
    }

    @Test
    void a_range_has_an_order_has_passed_and_holds_something() {
        live().when(backfill(ago(1), ago(2), 1)).thenRejected(Refusal.INVALID_COMMAND, "/to");
        live().when(backfill(ago(1), NOON.plusMillis(1), 1))
                .thenRejected(Refusal.INVALID_COMMAND, "/to");
        live().when(backfill(ago(1).plusMillis(1), NOON.minusMillis(1), 1))
                .thenRejected(Refusal.INVALID_COMMAND, "/from");
        live().when(backfill(Instant.MIN, NOON, 1)).thenRejected(Refusal.INVALID_COMMAND, "/from");
    }

    @Test
    void a_range_has_ten_thousand_nominal_times_at_most() {
        var often = given(created(scheduled(every("hourly", Duration.ofSeconds(1)))));
        int max = Limits.BACKFILL_TIMES_MAX;

        assertThat(
                        often.when(backfill(NOON.minusSeconds(max - 1), NOON, 1))
                                .first(BackfillStarted.class)
                                .count())
                .isEqualTo(max);
        often.when(backfill(NOON.minusSeconds(max), NOON, 1))
                .thenRejected(Refusal.INVALID_COMMAND, "/to");
    }

    @Test
    void a_rule_that_can_not_be_walked_is_not_walked() {
        given(created(scheduled(heap("heap"))))
                .when(new BackfillSchedule(DEPLOYMENT, "heap", ago(5), ago(2), 1))
                .thenRejected(Refusal.INVALID_COMMAND, "/schedule/rrule/rule");
    }

    @Test
    void one_to_a_hundred_runs_are_under_way_at_once() {
        for (int wrong : new int[] {0, -1, Limits.BACKFILL_AT_ONCE_MAX + 1}) {
            live().when(backfill(ago(1), NOON, wrong))
                    .thenRejected(Refusal.INVALID_COMMAND, "/atOnce");
        }
        live().when(backfill(ago(1), NOON, Limits.BACKFILL_AT_ONCE_MAX))
                .first(BackfillStarted.class);
    }

    @Test
    void a_deployment_has_twenty_under_way_at_most() {
        var story = live();
        IntStream.range(0, Limits.BACKFILLS_MAX)
                .mapToObj(number -> new CommandId("backfill-" + number))
                .forEach(id -> story.when(backfill(ago(1), NOON, 1), id).events());

        story.when(backfill(ago(1), NOON, 1)).thenRejected(Refusal.TOO_MANY_BACKFILLS);
    }

    @Test
    void it_requests_runs_in_order_as_many_at_once_as_there_is_room_for() {
        var story = backfilling(2);

        story.whenDue(BACKFILL).then(fired(5, List.of(5L), 4L), requested(5));
        story.whenDue(BACKFILL).then(fired(4, List.of(5L, 4L), 3L), requested(4));
        story.whenDue(BACKFILL).thenUnchanged();
    }

    @Test
    void when_one_of_its_runs_ends_the_next_is_requested() {
        var story = backfilling(2);
        story.whenDue(BACKFILL).events();
        story.whenDue(BACKFILL).events();

        story.and(ended(4)).whenDue(BACKFILL).then(fired(3, List.of(5L, 3L), 2L), requested(3));
        story.and(ended(5), ended(3))
                .whenDue(BACKFILL)
                .then(fired(2, List.of(2L), null), requested(2));
        story.whenDue(BACKFILL).thenUnchanged();
    }

    @Test
    void when_the_last_of_its_runs_has_ended_it_is_complete() {
        var story = backfilling(4);
        for (long hour = 5; hour >= 2; hour--) {
            story.whenDue(BACKFILL).events();
        }
        story.and(ended(5), ended(4), ended(3)).whenDue(BACKFILL).thenUnchanged();

        story.and(ended(2))
                .whenDue(BACKFILL)
                .then(end(BackfillEnd.COMPLETED, "All of its runs have ended."));
        story.whenDue(BACKFILL).thenUnchanged();
    }

    @Test
    void its_runs_say_why_they_are_and_begin_now_whatever_the_jitter() {
        var run =
                given(created(scheduled(jittered(EACH_HOUR, 600))))
                        .and(begun(ago(5), ago(2), 4, 1, ago(5)))
                        .whenDue(BACKFILL)
                        .first(RunRequested.class);

        assertThat(run.cause()).isEqualTo(new RunCause(HOURLY, ago(5), BACKFILL, null, null));
        assertThat(run.scheduledFor()).isEqualTo(NOON);
        assertThat(run.specification().parameters())
                .isEqualTo(Json.parse("{\"by\":\"schedule\",\"name\":\"world\",\"times\":1}"));
    }

    @Test
    void its_runs_are_others_than_those_of_the_schedule_and_of_another_backfill() {
        var other = BackfillId.of(DEPLOYMENT, ACTOR, new CommandId("other"), NOON);

        assertThat(run(5))
                .isNotEqualTo(RunId.scheduled(DEPLOYMENT, HOURLY, ago(5)))
                .isNotEqualTo(RunId.backfilled(DEPLOYMENT, HOURLY, ago(5), other));
    }

    @Test
    void once_it_is_cancelled_it_requests_nothing_more() {
        var story = backfilling(2);
        story.whenDue(BACKFILL).events();

        story.when(new CancelBackfill(DEPLOYMENT, BACKFILL))
                .then(end(BackfillEnd.CANCELLED, "Somebody cancelled it."));
        story.whenDue(BACKFILL).thenUnchanged();
        story.when(new CancelBackfill(DEPLOYMENT, BACKFILL))
                .thenRejected(Refusal.BACKFILL_NOT_FOUND);
        given().when(new CancelBackfill(DEPLOYMENT, BACKFILL))
                .thenRejected(Refusal.DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void with_its_deployment_or_its_schedule_it_stops() {
        backfilling(2)
                .when(delete())
                .then(
                        deleted(),
                        stopped("hourly"),
                        end(BackfillEnd.STOPPED, "Its schedule is no more."));
        backfilling(2)
                .when(put(document()))
                .then(
                        updated(2, document(), "schedules"),
                        stopped("hourly"),
                        end(BackfillEnd.STOPPED, "Its schedule is no more."));
    }

    @Test
    void with_other_times_it_stops_and_with_other_parameters_it_goes_on() {
        var daily = scheduled(every("hourly", Duration.ofDays(1)));
        var other = scheduled(every("hourly", Duration.ofHours(1)));
        var off = scheduled(inactive(EACH_HOUR));

        backfilling(2)
                .when(put(daily))
                .then(
                        updated(2, daily, "schedules"),
                        started("hourly", NOON.plus(Duration.ofHours(12))),
                        end(BackfillEnd.STOPPED, "Its schedule has other times now."));
        backfilling(2).when(put(other)).then(updated(2, other, "schedules"));
        backfilling(2).when(put(off)).then(updated(2, off, "schedules"), stopped("hourly"));
    }

    @Test
    void where_nobody_serves_the_pool_any_more_it_stops_with_that_reason() {
        assertThat(backfilling(2).serving("large").whenDue(BACKFILL).first(BackfillEnded.class))
                .extracting(BackfillEnded::end, BackfillEnded::message)
                .containsExactly(
                        BackfillEnd.STOPPED,
                        "The work pool 'default' of the deployment is not served any more; serve"
                                + " it, or name another.");
    }

    private static Story live() {
        return given(created(scheduled(EACH_HOUR)), started("hourly", NOON.plusSeconds(3_600)));
    }

    /** Those from five hours ago to two hours ago. */
    private static Story backfilling(int atOnce) {
        return live().and(begun(ago(5), ago(2), 4, atOnce, ago(5)));
    }

    private static BackfillSchedule backfill(Instant from, Instant to, int atOnce) {
        return new BackfillSchedule(DEPLOYMENT, "hourly", from, to, atOnce);
    }

    private static BackfillStarted begun(
            Instant from, Instant to, int count, int atOnce, Instant next) {
        return new BackfillStarted(
                BACKFILL, DEPLOYMENT, HOURLY, "hourly", from, to, count, atOnce, next);
    }

    private static BackfillFired fired(long hour, List<Long> underWay, @Nullable Long next) {
        return new BackfillFired(
                BACKFILL,
                ago(hour),
                run(hour),
                underWay.stream().map(BackfillTest::run).toList(),
                next == null ? null : ago(next));
    }

    private static Event requested(long hour) {
        return RunRequests.byBackfill(
                (Deployment.Live)
                        Deployment.evolve(Deployment.ABSENT, created(scheduled(EACH_HOUR))),
                BACKFILL,
                EACH_HOUR,
                ago(hour),
                NOON);
    }

    private static RunCancelled ended(long hour) {
        return new RunCancelled(run(hour), "It ended.");
    }

    private static BackfillEnded end(BackfillEnd end, String message) {
        return new BackfillEnded(BACKFILL, end, message);
    }

    private static RunId run(long hour) {
        return RunId.backfilled(DEPLOYMENT, HOURLY, ago(hour), BACKFILL);
    }

    private static Instant ago(long hours) {
        return NOON.minus(Duration.ofHours(hours));
    }
}

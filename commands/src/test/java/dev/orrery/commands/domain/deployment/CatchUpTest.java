package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Draft.between;
import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.every;
import static dev.orrery.commands.domain.Draft.jittered;
import static dev.orrery.commands.domain.Draft.scheduled;
import static dev.orrery.commands.domain.Draft.with;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.delete;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.pause;
import static dev.orrery.commands.domain.deployment.Deployments.paused;
import static dev.orrery.commands.domain.deployment.Deployments.put;
import static dev.orrery.commands.domain.deployment.Deployments.resume;
import static dev.orrery.commands.domain.deployment.Deployments.resumed;
import static dev.orrery.commands.domain.deployment.Deployments.schedule;
import static dev.orrery.commands.domain.deployment.Deployments.started;
import static dev.orrery.commands.domain.deployment.Deployments.stopped;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.ALL;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.LATEST;
import static dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.Story;
import dev.orrery.schemas.deployment.CatchUp;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleSkipped;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStopped;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of nominal times that were missed, and of a schedule between start and end. */
class CatchUpTest {

    private static final ScheduleId HOURLY = schedule("hourly");
    private static final ScheduleDocument EACH_HOUR = every("hourly", Duration.ofHours(1));
    private static final ScheduleDocument UNTIL_THREE = between(null, hour(3), EACH_HOUR);
    private static final String NOTHING =
            "The server was away or behind, and the schedule makes up for nothing.";

    @Test
    void with_none_what_is_a_minute_old_is_not_missed_and_what_is_older_is() {
        waiting(NONE, null).at(hour(1).plusSeconds(60)).whenDue(HOURLY).first(ScheduleFired.class);
        waiting(NONE, null)
                .at(hour(1).plusMillis(60_001))
                .whenDue(HOURLY)
                .then(skipped(hour(1), hour(1), 1, NOTHING, hour(2)));
    }

    @Test
    void with_none_after_hours_away_the_latest_runs_only_if_it_came_just_now() {
        waiting(NONE, null)
                .at(hour(4).plusSeconds(120))
                .whenDue(HOURLY)
                .then(skipped(hour(1), hour(4), 4, NOTHING, hour(5)));
        assertThat(waiting(NONE, null).at(hour(4).plusSeconds(9)).whenDue(HOURLY).events())
                .hasSize(3)
                .startsWith(skipped(hour(1), hour(3), 3, NOTHING, hour(4)), fired(4));
    }

    @Test
    void with_latest_what_is_as_old_as_the_window_runs_and_what_is_older_does_not() {
        assertThat(waiting(LATEST, 600L).at(hour(3).plusSeconds(600)).whenDue(HOURLY).events())
                .hasSize(3)
                .contains(fired(3));
        waiting(LATEST, 600L)
                .at(hour(3).plusMillis(600_001))
                .whenDue(HOURLY)
                .then(skipped(hour(1), hour(3), 3, older(600), hour(4)));
    }

    @Test
    void with_latest_and_no_window_it_runs_however_old() {
        var years = hour(1).plus(Duration.ofDays(800)).plusSeconds(3_599);

        assertThat(waiting(LATEST, null).at(years).whenDue(HOURLY).events()).hasSize(3);
    }

    @Test
    void with_all_each_runs_in_order_one_a_decision() {
        var story = waiting(ALL, null).at(hour(3).plusSeconds(1));

        assertThat(caughtUp(story)).containsExactly(fired(1), fired(2), fired(3));
    }

    @Test
    void with_all_each_has_a_run_of_its_own_for_its_time() {
        var story = waiting(ALL, null).at(hour(3));
        var runs = new ArrayList<Instant>();
        for (var event : settled(story)) {
            if (event instanceof RunRequested run) {
                assertThat(run.cause().nominal()).isEqualTo(run.scheduledFor());
                runs.add(run.scheduledFor());
            }
        }
        assertThat(runs).containsExactly(hour(1), hour(2), hour(3));
    }

    @Test
    void with_all_what_is_older_than_the_window_is_skipped_by_one_event() {
        assertThat(caughtUp(waiting(ALL, 7_200L).at(hour(5))))
                .containsExactly(
                        skipped(hour(1), hour(2), 2, older(7_200), hour(3)),
                        fired(3),
                        fired(4),
                        fired(5));
        assertThat(caughtUp(waiting(ALL, 7_200L).at(hour(5).plusMillis(1))))
                .containsExactly(
                        skipped(hour(1), hour(3), 3, older(7_200), hour(4)), fired(4), fired(5));
    }

    @Test
    void with_all_a_window_in_which_nothing_came_leaves_nothing_to_run() {
        assertThat(caughtUp(waiting(ALL, 60L).at(hour(3).plusSeconds(61))))
                .containsExactly(skipped(hour(1), hour(3), 3, older(60), hour(4)));
    }

    @Test
    void an_update_while_it_catches_up_does_not_move_or_repeat_a_time() {
        var schedule = with(EACH_HOUR, new CatchUp(ALL, null));
        var story = waiting(schedule).at(hour(3));
        story.whenDue(HOURLY).first(ScheduleFired.class);
        var other =
                document(draft -> {
                    draft.description = "New";
                    draft.schedules = List.of(schedule);
                });

        assertThat(caughtUp(story.and(updated(2, other, "description"))))
                .containsExactly(fired(2), fired(3));
    }

    @Test
    void another_policy_counts_from_the_next_decision_and_moves_nothing() {
        var all = scheduled(with(EACH_HOUR, new CatchUp(ALL, null)));
        var story = waiting(LATEST, null);

        story.when(put(all)).then(updated(2, all, "schedules"));
        assertThat(caughtUp(story.and(updated(2, all, "schedules")).at(hour(2))))
                .containsExactly(fired(1), fired(2));
    }

    @Test
    void what_came_while_it_was_paused_is_not_missed() {
        waiting(ALL, null)
                .and(paused(), stopped("hourly"))
                .at(hour(5).plusSeconds(1))
                .when(resume())
                .then(resumed(), started("hourly", hour(6)));
    }

    @Test
    void what_is_left_when_the_deployment_changes_is_skipped() {
        var why = "The deployment changed before the schedule had made up for what it missed.";
        waiting(ALL, null)
                .at(hour(3))
                .whenChanged(HOURLY)
                .then(skipped(hour(1), hour(3), 3, why, hour(4)));
        waiting(ALL, null).at(hour(1).minusMillis(1)).whenChanged(HOURLY).thenUnchanged();
    }

    @Test
    void a_jitter_moves_the_start_and_not_the_nominal_time() {
        var jittered = jittered(EACH_HOUR, 600);
        var late = new ArrayList<Long>();
        for (long hour = 1; hour <= 200; hour++) {
            var run =
                    given(created(scheduled(jittered)), started("hourly", hour(hour)))
                            .at(hour(hour))
                            .whenDue(HOURLY)
                            .first(RunRequested.class);
            assertThat(run.run()).isEqualTo(RunId.scheduled(DEPLOYMENT, HOURLY, hour(hour)));
            assertThat(run.cause().nominal()).isEqualTo(hour(hour));
            late.add(Duration.between(hour(hour), run.scheduledFor()).toMillis());
        }
        assertThat(late).allMatch(millis -> millis >= 0 && millis <= 600_000);
        assertThat(late.stream().distinct()).hasSizeGreaterThan(190);
        assertThat(late.stream().mapToLong(millis -> millis).average().orElseThrow())
                .isBetween(240_000.0, 360_000.0);
    }

    @Test
    void a_jitter_is_the_same_each_time_it_is_decided() {
        var story = waiting(jittered(EACH_HOUR, 600)).at(hour(1));
        var first = story.whenDue(HOURLY).first(RunRequested.class).scheduledFor();
        var again =
                waiting(jittered(EACH_HOUR, 600))
                        .at(hour(1).plusSeconds(30))
                        .whenDue(HOURLY)
                        .first(RunRequested.class)
                        .scheduledFor();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void a_schedule_waits_for_its_start_and_stops_at_its_end() {
        var bounded = between(hour(2), hour(3), EACH_HOUR);
        given().when(put(scheduled(bounded)))
                .then(created(scheduled(bounded)), started("hourly", hour(2)));

        assertThat(settled(waiting(bounded, hour(2)).at(hour(2)))).hasSize(2);
        var last = settled(waiting(bounded, hour(3)).at(hour(3)));
        assertThat(last).hasSize(3).endsWith(new ScheduleStopped(HOURLY));
        assertThat(last.getFirst())
                .isEqualTo(
                        new ScheduleFired(
                                HOURLY,
                                hour(3),
                                RunId.scheduled(DEPLOYMENT, HOURLY, hour(3)),
                                hour(3)));
    }

    @Test
    void long_after_its_end_it_catches_up_to_its_end_and_stops() {
        var bounded = between(null, hour(3), with(EACH_HOUR, new CatchUp(ALL, null)));

        assertThat(names(settled(waiting(bounded).at(hour(9)))))
                .containsExactly(
                        "ScheduleFired",
                        "RunRequested",
                        "ScheduleFired",
                        "RunRequested",
                        "ScheduleFired",
                        "RunRequested",
                        "ScheduleStopped");
        var tooOld = between(null, hour(3), with(EACH_HOUR, new CatchUp(LATEST, 60L)));
        assertThat(settled(waiting(tooOld).at(hour(9))))
                .containsExactly(
                        skipped(hour(1), hour(3), 3, older(60), hour(3)),
                        new ScheduleStopped(HOURLY));
    }

    @Test
    void another_end_starts_it_again_and_one_that_has_passed_is_refused() {
        var longer = scheduled(between(null, hour(5), EACH_HOUR));

        over().when(put(longer)).then(updated(2, longer, "schedules"), started("hourly", hour(5)));
        over().when(put(scheduled(between(null, hour(2), EACH_HOUR))))
                .thenRejected(Refusal.INVALID_COMMAND, "/schedules/0/end");
    }

    @Test
    void what_is_over_stops_once_and_does_no_harm_where_it_stays() {
        var other =
                document(draft -> {
                    draft.description = "New";
                    draft.schedules = List.of(UNTIL_THREE);
                });

        over().when(put(other)).then(updated(2, other, "description"));
        over().when(put(document())).then(updated(2, document(), "schedules"));
        over().when(pause()).then(paused());
        over().when(delete()).then(deleted());
        over().and(paused()).when(resume()).then(resumed());
    }

    /** An hour ago its last nominal time came. */
    private static Story over() {
        return given(created(scheduled(UNTIL_THREE)), started("hourly", hour(3)), stopped("hourly"))
                .at(hour(4));
    }

    /** Rings the schedule as often as it is due, as its timer does. */
    private static List<Event> settled(Story story) {
        var all = new ArrayList<Event>();
        for (int rings = 0; rings < 20; rings++) {
            var due = story.whenDue(HOURLY);
            if (due.decision().equals(Decision.unchanged())) {
                return all;
            }
            all.addAll(due.events());
        }
        throw new AssertionError("it never ends: " + all);
    }

    private static List<Event> caughtUp(Story story) {
        return settled(story).stream().filter(event -> !(event instanceof RunRequested)).toList();
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private static Story waiting(CatchUpPolicy policy, @Nullable Long windowSeconds) {
        return waiting(with(EACH_HOUR, new CatchUp(policy, windowSeconds)));
    }

    private static Story waiting(ScheduleDocument schedule) {
        return waiting(schedule, hour(1));
    }

    private static Story waiting(ScheduleDocument schedule, Instant next) {
        return given(created(scheduled(schedule)), started("hourly", next));
    }

    private static ScheduleFired fired(long hour) {
        var run = RunId.scheduled(DEPLOYMENT, HOURLY, hour(hour));
        return new ScheduleFired(HOURLY, hour(hour), run, hour(hour + 1));
    }

    private static ScheduleSkipped skipped(
            Instant first, Instant last, long count, String reason, Instant next) {
        return new ScheduleSkipped(HOURLY, first, last, count, reason, next);
    }

    private static String older(long seconds) {
        return "It is older than the " + seconds + " s to make up for.";
    }

    private static Instant hour(long number) {
        return NOON.plus(Duration.ofHours(number));
    }
}

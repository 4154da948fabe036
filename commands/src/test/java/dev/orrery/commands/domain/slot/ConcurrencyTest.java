package dev.orrery.commands.domain.slot;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.limited;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.run.Runs.ASKED;
import static dev.orrery.commands.domain.slot.Line.admitted;
import static dev.orrery.commands.domain.slot.Line.awaits;
import static dev.orrery.commands.domain.slot.Line.backfilled;
import static dev.orrery.commands.domain.slot.Line.held;
import static dev.orrery.commands.domain.slot.Line.lease;
import static dev.orrery.commands.domain.slot.Line.leaseUnder;
import static dev.orrery.commands.domain.slot.Line.leased;
import static dev.orrery.commands.domain.slot.Line.leasedUnder;
import static dev.orrery.commands.domain.slot.Line.requested;
import static dev.orrery.commands.domain.slot.Line.run;
import static dev.orrery.schemas.deployment.Concurrency.Collision.CANCEL_RUNNING;
import static dev.orrery.schemas.deployment.Concurrency.Collision.QUEUE;
import static dev.orrery.schemas.deployment.Concurrency.Collision.SKIP;
import static dev.orrery.schemas.reply.Refusal.CONCURRENCY_LIMIT_REACHED;
import static dev.orrery.schemas.reply.Refusal.NOT_QUEUED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Story;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.id.CommandId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a limit of the runs at once makes of runs that are asked for, become due and end. */
class ConcurrencyTest {

    private static final String NO_SLOT_OF_ONE =
            "The deployment has no slot left of 1, and skips a run that finds none.";
    private static final String ROOM = "Cancelled to make room for a newer run.";

    @Test
    void without_a_limit_a_run_needs_no_slot() {
        assertThat(given(created(document())).when(request()).events())
                .hasSize(1)
                .hasOnlyElementsOfType(RunRequested.class);
    }

    @Test
    void a_run_that_finds_room_has_a_slot_at_once() {
        assertThat(after(given(created(limited(2, QUEUE))).and(held(1))))
                .containsExactly(new RunAdmitted(ASKED));
    }

    @Test
    void one_that_finds_none_waits_for_a_slot() {
        assertThat(after(given(created(limited(1, QUEUE))).and(held(1))))
                .containsExactly(awaits(ASKED, 1));
        assertThat(after(given(created(limited(2, QUEUE))).and(held(1)).and(held(2))))
                .containsExactly(awaits(ASKED, 2));
    }

    @Test
    void a_run_that_is_ready_and_that_nobody_holds_has_its_slot_too() {
        assertThat(after(given(created(limited(1, QUEUE)), requested(1), admitted(1))))
                .containsExactly(awaits(ASKED, 1));
    }

    @Test
    void whoever_waits_longer_is_not_overtaken_while_a_slot_is_being_freed() {
        var freed =
                given(created(limited(2, QUEUE)))
                        .and(held(1))
                        .and(held(2))
                        .and(requested(3), awaits(3, 2), new RunCompleted(run(2), 1, null));

        assertThat(after(freed)).containsExactly(awaits(ASKED, 2));
        assertThat(after(freed.and(new RunCompleted(run(1), 1, null))))
                .containsExactly(new RunAdmitted(ASKED));
    }

    @Test
    void whoever_has_a_greater_priority_is_first_in_line() {
        var freed =
                given(created(limited(1, QUEUE)))
                        .and(held(1))
                        .and(requested(2, 5), awaits(2, 1))
                        .and(new RunCompleted(run(1), 1, null));

        assertThat(freed.when(request(5)).events()).contains(awaits(ASKED, 1));
        assertThat(freed.when(request(6)).events()).contains(new RunAdmitted(ASKED));
    }

    @Test
    void slots_are_given_by_priority_then_by_time() {
        var waiting =
                given(created(limited(1, QUEUE)))
                        .and(requested(3, 1), awaits(3, 1), requested(2, 1), awaits(2, 1))
                        .and(requested(1, 0), awaits(1, 1), requested(4, -1), awaits(4, 1))
                        .and(requested(5, 2), awaits(5, 1));

        assertThat(waiting.world().slots().line().map(Claim::run))
                .containsExactly(run(5), run(2), run(3), run(1), run(4));
        waiting.when(run(2), new Due()).thenUnchanged();
        waiting.when(run(5), new Due()).then(admitted(5));
    }

    @Test
    void where_runs_are_skipped_a_request_that_finds_no_room_is_refused() {
        var full = given(created(limited(1, SKIP))).and(held(1));

        full.when(request()).thenRejected(CONCURRENCY_LIMIT_REACHED);
        assertThat(full.when(request()).rejection().message()).isEqualTo(NO_SLOT_OF_ONE);
        assertThat(after(given(created(limited(2, SKIP))).and(held(1))))
                .containsExactly(new RunAdmitted(ASKED));
    }

    @Test
    void a_run_that_is_done_again_finds_room_as_any_other() {
        var rerun =
                new Rerun(
                        new RerunRun(run(1), null), new Asked(NOON, "ada", new CommandId("again")));
        var done = given(created(limited(1, SKIP))).and(held(1));
        var full = done.and(new RunCompleted(run(1), 1, null)).and(held(2));

        full.when(run(1), rerun).thenRejected(CONCURRENCY_LIMIT_REACHED);
        assertThat(full.and(new RunCompleted(run(2), 1, null)).when(run(1), rerun).events())
                .hasSize(2)
                .hasAtLeastOneElementOfType(RunAdmitted.class);
    }

    @Test
    void a_newer_run_cancels_the_oldest_and_waits_until_it_has_ended() {
        var full = given(created(limited(2, CANCEL_RUNNING))).and(held(2)).and(held(1));

        assertThat(after(full)).containsExactly(new RunCancelRequested(run(1)), awaits(ASKED, 2));
    }

    @Test
    void one_that_waits_or_is_ready_is_cancelled_at_once() {
        var waits =
                given(created(limited(1, CANCEL_RUNNING)))
                        .and(held(1))
                        .and(new RunCancelRequested(run(1)), requested(2), awaits(2, 1));
        assertThat(after(waits)).containsExactly(new RunCancelled(run(2), ROOM), awaits(ASKED, 1));

        var ready = given(created(limited(1, CANCEL_RUNNING)), requested(1), admitted(1));
        assertThat(after(ready))
                .containsExactly(new RunCancelled(run(1), ROOM), new RunAdmitted(ASKED));
    }

    @Test
    void none_is_cancelled_while_there_is_room_or_one_ends_already() {
        assertThat(after(given(created(limited(2, CANCEL_RUNNING))).and(held(1))))
                .containsExactly(new RunAdmitted(ASKED));
        var ending =
                given(created(limited(1, CANCEL_RUNNING)))
                        .and(held(1))
                        .and(new RunCancelRequested(run(1)));
        assertThat(after(ending)).containsExactly(awaits(ASKED, 1));
    }

    @Test
    void a_long_line_is_cancelled_a_hundred_at_once() {
        var story = given(created(limited(1, CANCEL_RUNNING))).and(held(1));
        for (int i = 2; i <= 200; i++) {
            story.and(requested(i), awaits(i, 1));
        }
        var events = after(story);

        assertThat(events)
                .hasSize(101)
                .startsWith(new RunCancelRequested(run(1)), new RunCancelled(run(2), ROOM))
                .endsWith(new RunCancelled(run(100), ROOM), awaits(ASKED, 1));
    }

    @Test
    void a_run_for_later_sees_then() {
        var later = requested(9, 0, NOON.plusSeconds(60));
        var full = given(created(limited(1, QUEUE))).and(held(1)).and(later);

        full.when(run(9), new Due()).thenUnchanged();
        full.at(later.scheduledFor()).when(run(9), new Due()).then(awaits(9, 1));
        full.and(new RunCompleted(run(1), 1, null)).when(run(9), new Due()).then(admitted(9));
    }

    @Test
    void a_run_for_later_that_is_skipped_is_cancelled_with_the_reason() {
        var later = requested(9, 0, NOON.plusSeconds(60));
        given(created(limited(1, SKIP)))
                .and(held(1))
                .and(later)
                .at(later.scheduledFor())
                .when(run(9), new Due())
                .then(new RunCancelled(run(9), NO_SLOT_OF_ONE));
    }

    @Test
    void a_run_for_later_cancels_the_oldest_when_its_time_has_come() {
        var later = requested(9, 0, NOON.plusSeconds(60));
        given(created(limited(1, CANCEL_RUNNING)))
                .and(held(1))
                .and(later)
                .at(later.scheduledFor())
                .when(run(9), new Due())
                .then(new RunCancelRequested(run(1)), awaits(9, 1));
    }

    @Test
    void a_run_that_was_ready_before_there_was_a_limit_waits_when_it_is_announced_again() {
        for (var policy : Collision.values()) {
            var limit = updated(2, limited(1, policy), "concurrency");
            var story = given(created(document()), requested(1), leased(1)).and(requested(2));
            story.and(limit).when(run(2), new Due()).then(awaits(2, 1));

            var later = requested(9, 0, NOON.plusSeconds(60));
            var cameDue = given(created(document()), requested(1), leased(1), later);
            cameDue.at(later.scheduledFor()).when(run(9), new Due()).thenUnchanged();
            cameDue.and(limit).when(run(9), new Due(true)).then(awaits(9, 1));
        }
    }

    @Test
    void a_run_that_was_given_back_or_that_a_backfill_asked_for_queues_whatever_the_policy() {
        for (var policy : Collision.values()) {
            var limit = updated(2, limited(1, policy), "concurrency");
            var later = requested(9, 0, NOON.plusSeconds(60));
            var back = new RunReturned(run(9), 1, "Full.");
            var story = given(created(document()), requested(1), leased(1), later);
            story.at(later.scheduledFor()).and(leased(9), back, limit);
            story.when(run(9), new Due()).then(awaits(9, 1));

            given(created(document()), requested(1), leased(1), backfilled(9), limit)
                    .at(later.scheduledFor())
                    .when(run(9), new Due())
                    .then(awaits(9, 1));
        }
    }

    @Test
    void without_a_limit_nothing_comes_of_the_time() {
        given(created(document()), requested(1)).when(run(1), new Due()).thenUnchanged();
    }

    @Test
    void what_has_a_slot_keeps_it() {
        given(created(limited(1, QUEUE)), requested(1), admitted(1))
                .when(run(1), new Due())
                .thenUnchanged();
        given(created(limited(1, QUEUE)))
                .and(held(1))
                .and(new RunReturned(run(1), 1, "Full."))
                .when(run(1), leaseUnder(1, 2))
                .then(leasedUnder(1, 2));
    }

    @Test
    void a_slot_is_free_when_the_attempt_has_ended_and_the_next_one_waits_in_line() {
        for (var policy : List.of(QUEUE, SKIP, CANCEL_RUNNING)) {
            var again = new RunRetryScheduled(run(1), 2, NOON, null);
            var story = given(created(limited(1, policy))).and(held(1)).and(again);
            assertThat(story.world().slots().taken()).isZero();
            story.and(held(2)).when(run(1), new Due()).then(awaits(1, 1));
            story.and(new RunCompleted(run(2), 1, null));
            story.when(run(1), new Due()).then(admitted(1));
        }
    }

    @Test
    void one_that_is_paused_leaves_its_slot_and_takes_another_when_it_is_resumed() {
        for (var policy : List.of(QUEUE, SKIP, CANCEL_RUNNING)) {
            var story =
                    given(created(limited(1, policy)), requested(1), admitted(1))
                            .and(new RunPaused(run(1)));
            assertThat(story.world().slots().taken()).isZero();
            story.when(run(1), new Resume()).then(new RunResumed(run(1)), admitted(1));
        }
        given(created(limited(1, SKIP)), requested(1), new RunPaused(run(1)))
                .and(held(2))
                .when(run(1), new Resume())
                .then(new RunResumed(run(1)), awaits(1, 1));
        given(created(limited(1, SKIP)), requested(1, 0, NOON.plusSeconds(1)))
                .and(new RunPaused(run(1)))
                .when(run(1), new Resume())
                .then(new RunResumed(run(1)));
    }

    @Test
    void a_run_that_was_ready_before_there_was_a_limit_is_admitted_or_waits_when_it_is_leased() {
        var ready =
                given(created(document()), requested(1), requested(2))
                        .and(updated(2, limited(1, SKIP), "concurrency"));

        ready.when(run(1), lease(1)).then(admitted(1), leased(1));
        ready.when(run(2), lease(2)).then(awaits(2, 1));
    }

    @Test
    void a_run_that_was_leased_before_there_was_a_limit_takes_up_a_slot() {
        var story =
                given(created(document()), requested(1), leased(1))
                        .and(updated(2, limited(1, QUEUE), "concurrency"));

        assertThat(after(story)).containsExactly(awaits(ASKED, 1));
    }

    @Test
    void when_the_limit_is_lowered_those_that_are_ready_wait_again_when_they_are_leased() {
        var lowered =
                given(created(limited(3, QUEUE)))
                        .and(held(1))
                        .and(requested(2), admitted(2), requested(3), admitted(3))
                        .and(updated(2, limited(2, QUEUE), "concurrency"));

        lowered.when(run(3), lease(3)).then(leased(3));
        lowered.when(run(2), lease(2)).then(awaits(2, 2));
    }

    @Test
    void when_the_limit_is_raised_or_removed_those_that_wait_are_admitted() {
        var story = given(created(limited(1, QUEUE))).and(held(1)).and(requested(2), awaits(2, 1));

        story.when(run(2), new Due()).thenUnchanged();
        story.when(run(2), lease(2)).thenRejected(NOT_QUEUED);
        story.and(updated(2, limited(2, QUEUE), "concurrency"));
        story.when(run(2), new Due()).then(admitted(2));
        var removed =
                given(created(limited(1, QUEUE)))
                        .and(held(1))
                        .and(requested(2), awaits(2, 1))
                        .and(updated(2, document(), "concurrency"));
        removed.when(run(2), new Due()).then(admitted(2));
    }

    private static RequestRun request() {
        return request(0);
    }

    private static RequestRun request(int priority) {
        return new RequestRun(
                DEPLOYMENT,
                null,
                Json.EMPTY_OBJECT,
                List.of(),
                null,
                null,
                priority,
                null,
                null,
                null);
    }

    /** What follows when a run is asked for now. */
    private static List<Event> after(Story story) {
        var events = new ArrayList<>(story.when(request()).events());
        assertThat(events.removeFirst()).isInstanceOf(RunRequested.class);
        return events;
    }
}

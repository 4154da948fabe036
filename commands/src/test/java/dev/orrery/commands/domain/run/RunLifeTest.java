package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.RUNNER;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelRequested;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.completed;
import static dev.orrery.commands.domain.run.Runs.crashed;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finish;
import static dev.orrery.commands.domain.run.Runs.giveBack;
import static dev.orrery.commands.domain.run.Runs.lease;
import static dev.orrery.commands.domain.run.Runs.leaseExpired;
import static dev.orrery.commands.domain.run.Runs.leased;
import static dev.orrery.commands.domain.run.Runs.loseLease;
import static dev.orrery.commands.domain.run.Runs.requested;
import static dev.orrery.commands.domain.run.Runs.returned;
import static dev.orrery.commands.domain.run.Runs.start;
import static dev.orrery.commands.domain.run.Runs.started;
import static dev.orrery.schemas.reply.Refusal.NOT_QUEUED;
import static dev.orrery.schemas.reply.Refusal.RUN_ENDED;
import static dev.orrery.schemas.reply.Refusal.RUN_NOT_FOUND;
import static dev.orrery.schemas.reply.Refusal.STALE_FENCE;

import dev.orrery.commands.domain.run.RunAction.Reported;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.ReturnRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stories of one run; {@link RunTableTest} has every pair of state and action. */
class RunLifeTest {

    private static final String SILENCE = "Nothing was heard of the runner.";
    private static final RunnerId OTHER_RUNNER = RunnerId.of("other", 1);

    private static final List<Event> QUEUED = List.of(requested());
    private static final List<Event> LEASED = List.of(requested(), leased());
    private static final List<Event> RUNNING = List.of(requested(), leased(), started());
    private static final List<Event> CANCELLING =
            List.of(requested(), leased(), started(), cancelRequested());
    private static final List<Event> COMPLETED =
            List.of(requested(), leased(), started(), completed());

    @Test
    void a_run_is_leased_to_the_runner_that_asks_with_the_fence_that_it_made() {
        given(created(document()))
                .and(requested())
                .when(RUN, lease(OTHER_RUNNER, fence(7)))
                .then(new RunLeased(RUN, 1, OTHER_RUNNER, fence(7)));
    }

    @Test
    void a_run_that_is_scheduled_for_later_is_leased_at_its_time_and_not_before() {
        var later = NOON.plusSeconds(60);

        var story = given(created(document()), requested(later));
        story.at(later.minusMillis(1)).when(RUN, lease(fence(1))).thenRejected(NOT_QUEUED);
        story.at(later).when(RUN, lease(fence(1))).then(leased());
    }

    @Test
    void a_run_has_one_holder() {
        given(LEASED).when(RUN, lease(OTHER_RUNNER, fence(2))).thenRejected(NOT_QUEUED);
        given(RUNNING).when(RUN, lease(OTHER_RUNNER, fence(2))).thenRejected(NOT_QUEUED);
        given(CANCELLING).when(RUN, lease(OTHER_RUNNER, fence(2))).thenRejected(NOT_QUEUED);
    }

    @Test
    void a_runner_that_did_not_hear_that_it_holds_the_run_asks_again() {
        given(LEASED).when(RUN, lease(fence(1))).thenUnchanged();
    }

    @Test
    void a_fence_that_another_runner_copied_grants_it_nothing() {
        given(LEASED).when(RUN, lease(OTHER_RUNNER, fence(1))).thenRejected(NOT_QUEUED);
    }

    @Test
    void the_holder_starts_and_ends_the_work() {
        var result = Json.parse("{\"rows\":12}");

        given(LEASED).when(RUN, start(fence(1))).then(started());
        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Completed(result)))
                .then(new RunCompleted(RUN, 1, result));
    }

    @Test
    void a_failure_keeps_its_kind_exit_code_and_message() {
        given(RUNNING)
                .when(
                        RUN,
                        finish(
                                fence(1),
                                new Outcome.Failed(FailureKind.EXIT_CODE, 3, "It exited with 3.")))
                .then(new RunFailed(RUN, 1, FailureKind.EXIT_CODE, 3, "It exited with 3."));
    }

    @Test
    void work_that_could_not_begin_fails_without_having_started() {
        given(LEASED)
                .when(
                        RUN,
                        finish(
                                fence(1),
                                new Outcome.Failed(FailureKind.NOT_STARTED, null, "No program.")))
                .then(new RunFailed(RUN, 1, FailureKind.NOT_STARTED, null, "No program."));
    }

    @Test
    void a_report_that_is_repeated_changes_nothing() {
        given(RUNNING).when(RUN, start(fence(1))).thenUnchanged();
        given(COMPLETED).when(RUN, finish(fence(1), SUCCESS)).thenUnchanged();
    }

    @Test
    void a_lease_that_is_given_back_leaves_the_run_to_others() {
        given(LEASED).when(RUN, giveBack(fence(1))).then(returned());
        given(created(document()), requested(), leased(), returned())
                .when(RUN, lease(fence(2)))
                .then(leased(fence(2)));
    }

    @Test
    void work_that_has_begun_cannot_be_given_back() {
        given(RUNNING).when(RUN, giveBack(fence(1))).thenRejected(STALE_FENCE);
    }

    @Test
    void a_fence_that_was_given_back_is_stale() {
        given(requested(), leased(), returned(), leased(fence(2)))
                .when(RUN, start(fence(1)))
                .thenRejected(STALE_FENCE);
        given(requested(), leased(), returned(), leased(fence(2)), started())
                .when(RUN, finish(fence(1), SUCCESS))
                .thenRejected(STALE_FENCE);
    }

    @Test
    void nobody_reports_on_a_run_that_nobody_holds() {
        given(QUEUED).when(RUN, start(fence(1))).thenRejected(STALE_FENCE);
        given(QUEUED).when(RUN, finish(fence(1), SUCCESS)).thenRejected(STALE_FENCE);
        given(QUEUED).when(RUN, giveBack(fence(1))).thenRejected(STALE_FENCE);
    }

    @Test
    void cancelled_before_a_runner_leased_it_a_run_ends_at_once() {
        given(QUEUED).when(RUN, cancel()).then(cancelled("Cancelled before a runner leased it."));
    }

    @Test
    void cancelled_while_a_runner_holds_it_the_runner_is_told() {
        given(LEASED).when(RUN, cancel()).then(cancelRequested());
        given(RUNNING).when(RUN, cancel()).then(cancelRequested());
    }

    @Test
    void to_cancel_twice_is_to_cancel_once() {
        given(CANCELLING).when(RUN, cancel()).thenUnchanged();
    }

    @Test
    void what_has_ended_cannot_be_cancelled() {
        given(COMPLETED).when(RUN, cancel()).thenRejected(RUN_ENDED);
    }

    @Test
    void what_never_was_cannot_be_cancelled() {
        given().when(RUN, cancel()).thenRejected(RUN_NOT_FOUND);
    }

    @Test
    void the_runner_says_how_a_cancelled_run_ended() {
        given(CANCELLING)
                .when(RUN, finish(fence(1), new Outcome.Cancelled("It was killed after 10 s.")))
                .then(cancelled("It was killed after 10 s."));
    }

    @Test
    void a_run_that_nobody_cancelled_and_its_runner_did_has_crashed() {
        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Cancelled("It was killed.")))
                .then(crashed("Nobody cancelled the run, and its runner did: It was killed."));
    }

    @Test
    void a_message_is_cut_at_4_096_characters() {
        var longest = "m".repeat(4_096);
        var longer = longest + "m";
        var cut = "m".repeat(4_093) + "...";

        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Crashed(longest)))
                .then(crashed(longest));
        given(RUNNING).when(RUN, finish(fence(1), new Outcome.Crashed(longer))).then(crashed(cut));
        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Failed(FailureKind.EXIT_CODE, 1, longer)))
                .then(new RunFailed(RUN, 1, FailureKind.EXIT_CODE, 1, cut));
        given(CANCELLING)
                .when(RUN, finish(fence(1), new Outcome.Cancelled(longer)))
                .then(cancelled(cut));
        given(LEASED)
                .when(RUN, new Reported(new ReturnRun(RUN, fence(1), longer)))
                .then(new RunReturned(RUN, 1, cut));
    }

    @Test
    void a_message_is_not_cut_within_a_character() {
        var rockets = "\ud83d\ude80".repeat(2_049);

        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Crashed(rockets)))
                .then(crashed("\ud83d\ude80".repeat(2_046) + "..."));
    }

    /** The runner says in the run's output that the result was too large. */
    @Test
    void a_result_of_more_than_64_KiB_is_not_kept_and_the_run_is_completed() {
        var largest = Json.parse("\"" + "x".repeat(64 * 1024 - 2) + "\"");
        var larger = Json.parse("\"" + "x".repeat(64 * 1024 - 1) + "\"");

        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Completed(largest)))
                .then(new RunCompleted(RUN, 1, largest));
        given(RUNNING)
                .when(RUN, finish(fence(1), new Outcome.Completed(larger)))
                .then(new RunCompleted(RUN, 1, null));
    }

    @Test
    void work_that_ended_before_the_cancel_reached_it_has_ended_well() {
        given(CANCELLING).when(RUN, finish(fence(1), SUCCESS)).then(completed());
    }

    @Test
    void a_cancelled_run_that_is_given_back_is_not_queued_again() {
        given(requested(), leased(), cancelRequested())
                .when(RUN, giveBack(fence(1)))
                .then(cancelled("Cancelled before the work began."));
    }

    @Test
    void a_run_whose_lease_is_lost_crashes() {
        given(LEASED)
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(leaseExpired(SILENCE), crashed(SILENCE));
        given(RUNNING)
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(leaseExpired(SILENCE), crashed(SILENCE));
    }

    @Test
    void a_run_whose_lease_is_lost_while_it_is_cancelled_is_cancelled() {
        given(CANCELLING)
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(leaseExpired(SILENCE), cancelled(SILENCE));
    }

    @Test
    void an_old_lease_that_is_lost_is_nothing_to_the_new_holder() {
        given(requested(), leased(), returned(), leased(fence(2)))
                .when(RUN, loseLease(fence(1), SILENCE))
                .thenUnchanged();
    }

    @Test
    void a_lease_that_is_lost_when_all_is_over_changes_nothing() {
        given(COMPLETED).when(RUN, loseLease(fence(1), SILENCE)).thenUnchanged();
        given(QUEUED).when(RUN, loseLease(fence(1), SILENCE)).thenUnchanged();
        given().when(RUN, loseLease(fence(1), SILENCE)).thenUnchanged();
    }

    /** The run is recorded as crashed; a runner must not hear that its result was taken. */
    @Test
    void a_runner_that_lost_its_lease_cannot_finish_the_run() {
        given(requested(), leased(), started(), leaseExpired(SILENCE), crashed(SILENCE))
                .when(RUN, finish(fence(1), SUCCESS))
                .thenRejected(STALE_FENCE);
        given(requested(), leased(), cancelRequested(), leaseExpired(SILENCE), cancelled(SILENCE))
                .when(RUN, finish(fence(1), SUCCESS))
                .thenRejected(STALE_FENCE);
    }

    @Test
    void a_fence_is_leased_once_however_late_it_is_asked_for_again() {
        given(requested(), leased(), returned(), leased(fence(2)), returned())
                .when(RUN, lease(fence(1)))
                .thenRejected(STALE_FENCE);
    }

    @Test
    void a_run_that_ended_is_leased_to_nobody() {
        given(COMPLETED).when(RUN, lease(RUNNER, fence(2))).thenRejected(NOT_QUEUED);
        given(COMPLETED).when(RUN, lease(RUNNER, fence(1))).thenRejected(NOT_QUEUED);
    }
}

package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.awaitsSlot;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelRequested;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.completed;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finish;
import static dev.orrery.commands.domain.run.Runs.lease;
import static dev.orrery.commands.domain.run.Runs.leaseExpired;
import static dev.orrery.commands.domain.run.Runs.leased;
import static dev.orrery.commands.domain.run.Runs.overdue;
import static dev.orrery.commands.domain.run.Runs.paused;
import static dev.orrery.commands.domain.run.Runs.requested;
import static dev.orrery.commands.domain.run.Runs.resumed;
import static dev.orrery.commands.domain.run.Runs.returned;
import static dev.orrery.commands.domain.run.Runs.started;

import dev.orrery.commands.domain.Story;
import dev.orrery.commands.domain.run.RunAction.CheckQueueTimeout;
import dev.orrery.commands.domain.run.RunAction.CheckTimeout;
import dev.orrery.commands.domain.run.RunAction.Pause;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.reply.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Runs that stand still for a while, and those that take too long. */
class PauseTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Instant LATER = NOON.plusSeconds(100);
    private static final String WAITED = "No runner leased it within 60 s.";
    private static final String RAN = "It ran for more than 60 s, and its runner did not end it.";

    @Test
    void a_run_that_waits_is_paused_and_nobody_leases_it() {
        waiting().when(RUN, new Pause()).then(paused());
        waiting().and(awaitsSlot()).when(RUN, new Pause()).then(paused());
        waiting().and(paused()).when(RUN, lease(fence(1))).thenRejected(Refusal.NOT_QUEUED);
        waiting().and(paused()).when(RUN, overdue()).thenUnchanged();
    }

    @Test
    void a_run_that_was_paused_while_it_waited_waits_again() {
        waiting().and(paused()).when(RUN, new Resume()).then(resumed());
        waiting().and(paused(), resumed()).when(RUN, lease(fence(1))).then(leased());
    }

    @Test
    void a_run_that_is_resumed_before_its_time_waits_for_it() {
        given(created(document()))
                .and(requested(LATER), paused(), resumed())
                .when(RUN, lease(fence(1)))
                .thenRejected(Refusal.NOT_QUEUED);
    }

    @Test
    void a_run_that_runs_is_paused_and_its_runner_keeps_it() {
        running().when(RUN, new Pause()).then(paused());
        running().and(paused()).when(RUN, new Resume()).then(resumed());
        running().and(paused()).when(RUN, finish(fence(1), SUCCESS)).then(completed());
    }

    @Test
    void to_pause_twice_is_to_pause_once() {
        waiting().and(paused()).when(RUN, new Pause()).thenUnchanged();
        running().and(paused()).when(RUN, new Pause()).thenUnchanged();
    }

    @Test
    void what_is_not_paused_cannot_be_resumed() {
        waiting().when(RUN, new Resume()).thenRejected(Refusal.NOT_PAUSED);
        running().when(RUN, new Resume()).thenRejected(Refusal.NOT_PAUSED);
        running().and(completed()).when(RUN, new Resume()).thenRejected(Refusal.NOT_PAUSED);
    }

    @Test
    void what_is_about_to_begin_or_to_end_cannot_be_paused() {
        waiting().and(leased()).when(RUN, new Pause()).thenRejected(Refusal.NOT_PAUSABLE);
        running().and(cancelRequested()).when(RUN, new Pause()).thenRejected(Refusal.NOT_PAUSABLE);
        running().and(completed()).when(RUN, new Pause()).thenRejected(Refusal.RUN_ENDED);
    }

    @Test
    void a_paused_run_can_be_cancelled() {
        waiting()
                .and(paused())
                .when(RUN, cancel())
                .then(cancelled("Cancelled before a runner leased it."));
        running().and(paused()).when(RUN, cancel()).then(cancelRequested());
    }

    @Test
    void a_run_waits_for_a_runner_as_long_as_it_may() {
        var story = waiting();
        story.at(NOON.plusSeconds(60).minusMillis(1))
                .when(RUN, new CheckQueueTimeout())
                .thenUnchanged();
        story.at(NOON.plusSeconds(60))
                .when(RUN, new CheckQueueTimeout())
                .then(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, WAITED));
    }

    /** Whatever it makes up for, no runner could have it before it was asked for. */
    @Test
    void a_run_that_makes_up_for_a_missed_time_waits_from_when_it_was_asked_for() {
        var asked = NOON.plusSeconds(3_600);
        var story =
                given(created(document()))
                        .at(asked)
                        .and(requested(NOON, draft -> draft.queueTimeoutSeconds = 60));
        story.at(asked.plusSeconds(59)).when(RUN, new CheckQueueTimeout()).thenUnchanged();
        story.at(asked.plusSeconds(60))
                .when(RUN, new CheckQueueTimeout())
                .then(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, WAITED));
    }

    @Test
    void a_run_waits_for_a_slot_as_long_as_it_may() {
        var message = "It got no slot of its deployment within 60 s.";
        waiting()
                .and(awaitsSlot())
                .at(LATER)
                .when(RUN, new CheckQueueTimeout())
                .then(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, message));
    }

    /** A runner that takes it and gives it back has not begun it. */
    @Test
    void a_lease_that_was_given_back_counts_as_waiting() {
        waiting()
                .and(leased())
                .at(NOON.plusSeconds(50))
                .and(returned())
                .at(NOON.plusSeconds(60))
                .when(RUN, new CheckQueueTimeout())
                .then(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, WAITED));
    }

    @Test
    void the_time_for_which_a_waiting_run_was_paused_does_not_count() {
        var story = waiting().and(paused()).at(LATER);
        story.when(RUN, new CheckQueueTimeout()).thenUnchanged();
        story.and(resumed())
                .at(LATER.plusSeconds(59))
                .when(RUN, new CheckQueueTimeout())
                .thenUnchanged();
        story.at(LATER.plusSeconds(60))
                .when(RUN, new CheckQueueTimeout())
                .then(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, WAITED));
    }

    @Test
    void a_run_that_a_runner_holds_does_not_wait() {
        running().at(LATER).when(RUN, new CheckQueueTimeout()).thenUnchanged();
    }

    @Test
    void what_its_runner_does_not_end_in_time_is_ended_after_a_grace() {
        var story = running();
        story.at(NOON.plusSeconds(90).minusMillis(1))
                .when(RUN, new CheckTimeout(GRACE))
                .thenUnchanged();
        story.at(NOON.plusSeconds(90))
                .when(RUN, new CheckTimeout(GRACE))
                .then(leaseExpired(RAN), new RunFailed(RUN, 1, FailureKind.TIMED_OUT, null, RAN));
    }

    @Test
    void the_time_for_which_a_running_run_was_paused_does_not_count() {
        var story = running().at(NOON.plusSeconds(50)).and(paused()).at(LATER.plusSeconds(1_000));
        story.when(RUN, new CheckTimeout(GRACE)).thenUnchanged();

        var resumed = LATER.plusSeconds(1_000);
        story.and(resumed())
                .at(resumed.plusSeconds(40).minusMillis(1))
                .when(RUN, new CheckTimeout(GRACE))
                .thenUnchanged();
        story.at(resumed.plusSeconds(40))
                .when(RUN, new CheckTimeout(GRACE))
                .then(leaseExpired(RAN), new RunFailed(RUN, 1, FailureKind.TIMED_OUT, null, RAN));
    }

    @Test
    void what_may_wait_and_run_for_ever_does() {
        var boundless =
                given(created(document()))
                        .and(requested(draft -> draft.timeoutSeconds = null))
                        .at(LATER.plus(Duration.ofDays(1_000)));
        boundless.when(RUN, new CheckQueueTimeout()).thenUnchanged();
        boundless.and(leased(), started());
        boundless
                .at(LATER.plus(Duration.ofDays(2_000)))
                .when(RUN, new CheckTimeout(GRACE))
                .thenUnchanged();
    }

    private static Story waiting() {
        return given(created(document())).and(requested(draft -> draft.queueTimeoutSeconds = 60));
    }

    private static Story running() {
        return waiting().and(leased(), started());
    }
}

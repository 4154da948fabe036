package dev.orrery.projections.view;

import static dev.orrery.projections.Story.BEGIN;
import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.tracked;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.projections.Story;
import dev.orrery.projections.view.AttemptView.Cause;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunResumed;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of a run that is tried again, paused or made to wait. */
class AttemptsTest {

    private static final RunId RUN = Story.run(DAILY, 2);
    private static final RunnerId RUNNER = RunnerId.of("anvil", 7);

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @AfterEach
    void replayed_from_empty_the_views_have_the_same_rows() {
        var again = new MemoryRows();
        story.events().forEach(event -> Story.fold(event, again));
        assertThat(again.all().keySet()).containsExactlyElementsOf(rows.all().keySet());
        again.all().forEach((key, row) -> assertThat(row).isEqualTo(rows.all().get(key)));
    }

    @Test
    void each_attempt_has_its_own_end() {
        begun();
        given(
                new RunRetryScheduled(
                        RUN,
                        2,
                        BEGIN.plusSeconds(60),
                        new AttemptFailure(1, RetryOn.FAILED, 3, "It exited with 3.")));
        assertThat(run().state())
                .isEqualTo(
                        new RunState(
                                StateType.SCHEDULED,
                                "AwaitingRetry",
                                "It exited with 3.",
                                Story.second(5)));
        assertThat(run().endedAt()).isNull();

        given(
                new RunLeased(RUN, 2, RUNNER, Fence.random()),
                new RunStarted(RUN, 2),
                new RunLeaseExpired(RUN, 2, RUNNER, "Silence."),
                new RunRetryScheduled(
                        RUN, 3, BEGIN, new AttemptFailure(2, RetryOn.CRASHED, null, "Silence.")),
                new RunLeased(RUN, 3, RUNNER, Fence.random()),
                new RunStarted(RUN, 3),
                new RunCompleted(RUN, 3, null));

        assertThat(attempts())
                .extracting(AttemptView::number, AttemptView::cause, AttemptView::exitCode)
                .containsExactly(
                        tuple(1, Cause.FAILED, 3),
                        tuple(2, Cause.CRASHED, null),
                        tuple(3, Cause.COMPLETED, null));
        assertThat(attempts().get(1))
                .isEqualTo(
                        new AttemptView(
                                2,
                                RUNNER.value(),
                                Story.second(6),
                                Story.second(7),
                                Story.second(9),
                                Cause.CRASHED,
                                null,
                                "Silence."));
        assertThat(states())
                .containsExactly(
                        "Scheduled",
                        "Pending",
                        "Running",
                        "AwaitingRetry",
                        "Pending",
                        "Retrying",
                        "AwaitingRetry",
                        "Pending",
                        "Retrying",
                        "Completed");
        assertThat(run().startedAt()).isEqualTo(Story.second(4));
    }

    @Test
    void one_that_is_tried_again_by_hand_has_not_ended() {
        begun();
        given(new RunFailed(RUN, 1, FailureKind.TIMED_OUT, null, "Too long."));
        assertThat(run().endedAt()).isNotNull();
        given(new RunRetryScheduled(RUN, 2, BEGIN, null));

        assertThat(run().endedAt()).isNull();
        assertThat(run().state().name()).isEqualTo("AwaitingRetry");
        assertThat(attempts()).extracting(AttemptView::cause).containsExactly(Cause.TIMED_OUT);
    }

    @Test
    void what_waits_says_when_its_next_attempt_is_due() {
        requestedOnly();
        assertThat(run().nextAttemptAt()).isEqualTo(Story.second(2));
        given(new RunLeased(RUN, 1, RUNNER, Fence.random()));
        assertThat(run().nextAttemptAt()).isNull();
        given(new RunReturned(RUN, 1, "Full."));
        assertThat(run().nextAttemptAt()).isEqualTo(Story.second(4));
        given(new RunLeased(RUN, 1, RUNNER, Fence.random()), new RunStarted(RUN, 1));
        var inAnHour = BEGIN.plusSeconds(3_600);
        given(
                new RunLeaseExpired(RUN, 1, RUNNER, "Silence."),
                new RunRetryScheduled(RUN, 2, inAnHour, null));
        assertThat(run().nextAttemptAt()).isEqualTo(inAnHour);
        given(new RunFailed(RUN, 2, FailureKind.QUEUE_TIMED_OUT, null, "No runner."));
        assertThat(run().nextAttemptAt()).isNull();
    }

    @Test
    void what_is_resumed_is_due_at_its_time_and_not_before_it_is_resumed() {
        requestedOnly();
        given(new RunPaused(RUN), new RunResumed(RUN));
        assertThat(run().nextAttemptAt()).isEqualTo(Story.second(4));

        var inAnHour = BEGIN.plusSeconds(3_600);
        given(
                new RunRetryScheduled(RUN, 2, inAnHour, null),
                new RunPaused(RUN),
                new RunResumed(RUN));
        assertThat(run().nextAttemptAt()).isEqualTo(inAnHour);

        given(
                new RunLeased(RUN, 2, RUNNER, Fence.random()),
                new RunStarted(RUN, 2),
                new RunPaused(RUN),
                new RunResumed(RUN));
        assertThat(run().nextAttemptAt()).isNull();
    }

    @Test
    void work_that_stands_still_is_paused_and_runs_again() {
        begun();
        given(new RunPaused(RUN));
        assertThat(run().state().type()).isEqualTo(StateType.PAUSED);
        given(new RunResumed(RUN));
        assertThat(run().state().type()).isEqualTo(StateType.RUNNING);

        assertThat(states())
                .containsExactly("Scheduled", "Pending", "Running", "Paused", "Running");
        assertThat(attempts())
                .singleElement()
                .extracting(AttemptView::startedAt)
                .isEqualTo(Story.second(4));
    }

    @Test
    void a_later_attempt_that_goes_on_is_retrying_still() {
        begun();
        given(
                new RunRetryScheduled(RUN, 2, BEGIN, null),
                new RunLeased(RUN, 2, RUNNER, Fence.random()),
                new RunStarted(RUN, 2),
                new RunPaused(RUN),
                new RunResumed(RUN));
        assertThat(run().state().name()).isEqualTo("Retrying");
    }

    @Test
    void what_is_paused_while_it_waits_is_suspended_and_waits_again() {
        requestedOnly();
        given(new RunPaused(RUN), new RunResumed(RUN), new RunCancelled(RUN, "Enough."));

        assertThat(states()).containsExactly("Scheduled", "Suspended", "Resuming", "Cancelled");
        assertThat(attempts()).isEmpty();
    }

    @Test
    void what_is_resumed_before_its_retry_is_due_awaits_that_still() {
        begun();
        given(
                new RunRetryScheduled(RUN, 2, BEGIN.plusSeconds(3_600), null),
                new RunPaused(RUN),
                new RunResumed(RUN));
        assertThat(run().state().name()).isEqualTo("AwaitingRetry");
    }

    @Test
    void what_is_resumed_when_its_retry_is_due_is_resuming() {
        begun();
        given(new RunRetryScheduled(RUN, 2, BEGIN, null), new RunPaused(RUN), new RunResumed(RUN));
        assertThat(run().state().name()).isEqualTo("Resuming");
    }

    @Test
    void what_waits_for_a_slot_says_so_and_what_finds_one_at_once_does_not() {
        requestedOnly();
        given(
                new RunAwaitsSlot(RUN, "All slots are taken."),
                new RunAdmitted(RUN),
                new RunLeased(RUN, 1, RUNNER, Fence.random()),
                new RunReturned(RUN, 1, "Full."),
                new RunRetryScheduled(RUN, 2, BEGIN, null),
                new RunAdmitted(RUN));

        assertThat(states())
                .containsExactly(
                        "Scheduled",
                        "AwaitingConcurrencySlot",
                        "Scheduled",
                        "Pending",
                        "Scheduled",
                        "AwaitingRetry");
        assertThat(attempts()).isEmpty();
    }

    @Test
    void what_nobody_leased_was_no_attempt_and_the_next_one_has_its_number() {
        requestedOnly();
        given(new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, "No runner."));
        assertThat(run().state().name()).isEqualTo("TimedOut");
        assertThat(attempts()).isEmpty();

        given(
                new RunRetryScheduled(RUN, 1, BEGIN, null),
                new RunLeased(RUN, 1, RUNNER, Fence.random()),
                new RunReturned(RUN, 1, "Full."),
                new RunCancelled(RUN, "Enough."));
        assertThat(run().attempt()).isZero();
        assertThat(attempts()).isEmpty();

        given(
                new RunRetryScheduled(RUN, 1, BEGIN, null),
                new RunLeased(RUN, 1, RUNNER, Fence.random()),
                new RunStarted(RUN, 1),
                new RunCrashed(RUN, 1, "Gone."),
                new RunRetryScheduled(RUN, 2, BEGIN, null),
                new RunFailed(RUN, 2, FailureKind.QUEUE_TIMED_OUT, null, "No runner."));
        assertThat(states()).contains("Running").doesNotContain("Retrying");
        assertThat(attempts())
                .extracting(AttemptView::number, AttemptView::cause)
                .containsExactly(tuple(1, Cause.CRASHED));
    }

    @Test
    void a_process_that_executes_a_run_by_itself_does_so_once() {
        given(tracked(null, RUN));
        var ended = BEGIN.plusSeconds(9);
        given(new TrackedRunEnded(RUN, TrackedEnd.FAILED, null, null, 3, "ValueError", ended));

        assertThat(attempts())
                .containsExactly(
                        new AttemptView(
                                1,
                                null,
                                null,
                                BEGIN.minusSeconds(90),
                                ended,
                                Cause.FAILED,
                                3,
                                "ValueError"));
    }

    @Test
    void a_process_may_say_that_it_ran_out_of_time() {
        given(tracked(null, RUN));
        var ended = BEGIN.plusSeconds(9);
        given(new TrackedRunEnded(RUN, TrackedEnd.FAILED, "TimedOut", null, null, "Late.", ended));

        assertThat(attempts()).extracting(AttemptView::cause).containsExactly(Cause.TIMED_OUT);
    }

    private void requestedOnly() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN));
    }

    private void begun() {
        requestedOnly();
        given(new RunLeased(RUN, 1, RUNNER, Fence.random()), new RunStarted(RUN, 1));
    }

    private void given(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
            Story.fold(story.events().getLast(), rows);
        }
    }

    private RunProgress run() {
        return requireNonNull(rows.view(Keys.run(RUN), RunProgress.class));
    }

    private List<AttemptView> attempts() {
        var attempts = new Attempts();
        eachEvent(attempts::with);
        return attempts.attempts();
    }

    private List<String> states() {
        var timeline = new Timeline();
        eachEvent(timeline::with);
        return timeline.entries().stream().map(Timeline.Entry::name).toList();
    }

    private void eachEvent(Consumer<byte[]> use) {
        var events = KeyRange.of(Keys.events(RUN.value()));
        try (var scan = rows.scan(3, events, Order.ASCENDING)) {
            for (@Nullable Row row = scan.next(); row != null; row = scan.next()) {
                use.accept(row.value());
            }
        }
    }
}

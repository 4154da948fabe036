package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.limited;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.schemas.deployment.Concurrency.Collision.CANCEL_RUNNING;
import static dev.orrery.schemas.deployment.Concurrency.Collision.QUEUE;
import static dev.orrery.schemas.deployment.Concurrency.Collision.SKIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deployment with a limit: who is announced when, whatever ends whichever way. */
final class SlotsTest {

    /** More than the processor waits between two turns of its clock. */
    private static final Duration TURN = Duration.ofMillis(20);

    private static final Outcome COMPLETED = new Outcome.Completed(null);
    private static final Outcome FAILED = new Outcome.Failed(FailureKind.EXIT_CODE, 1, "1");

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void only_those_with_a_slot_are_announced_and_the_next_one_when_a_slot_is_free() {
        bench.ask(put(limited(2, QUEUE)));
        var runs = requested(4);
        bench.advance(Duration.ofSeconds(5));
        assertThat(announced()).containsExactly(runs.get(0), runs.get(1));

        lease(runs.get(0));
        assertRefused(lease(runs.get(2)), "NOT_QUEUED");
        finish(runs.get(0), COMPLETED);
        bench.advance(TURN);
        assertThat(announced()).containsExactly(runs.get(0), runs.get(1), runs.get(2));
        assertThat(bench.events().getLast()).isEqualTo(new RunAdmitted(runs.get(2)));
        assertThat(bench.recorded().getLast().header().actor()).isEqualTo("orrery");
    }

    @Test
    void those_that_wait_are_called_by_priority() {
        bench.ask(put(limited(1, QUEUE)));
        var first = request(0, null);
        var low = request(-1, null);
        var usual = request(0, null);
        var high = request(1, null);
        for (var next : List.of(first, high, usual, low)) {
            assertThat(announced()).endsWith(next);
            lease(next);
            finish(next, COMPLETED);
            bench.advance(TURN);
        }
        assertNeverMoreThan(1);
    }

    @Test
    void a_slot_is_free_again_however_the_attempt_ended() {
        bench.ask(put(limited(1, QUEUE)));
        var runs = requested(6);
        lease(runs.get(0));
        finish(runs.get(0), FAILED);
        bench.advance(TURN);
        // Cancelled before it was leased.
        assertThat(announced()).endsWith(runs.get(1));
        bench.ask(new CancelRun(runs.get(1)));
        bench.advance(TURN);
        // Cancelled while it ran: its slot is free when it has ended, not before.
        assertThat(announced()).endsWith(runs.get(2));
        lease(runs.get(2));
        bench.ask(new CancelRun(runs.get(2)));
        bench.advance(TURN);
        assertThat(announced()).endsWith(runs.get(2));
        finish(runs.get(2), new Outcome.Cancelled("Stopped."));
        bench.advance(TURN);
        // Its lease is lost.
        assertThat(announced()).endsWith(runs.get(3));
        lease(runs.get(3));
        bench.advance(Duration.ofSeconds(16));
        bench.advance(TURN);
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunCrashed", "RunAdmitted");
        // Cancelled while it waits for a slot: nothing was free, nothing is.
        bench.ask(new CancelRun(runs.get(5)));
        bench.advance(TURN);
        assertThat(bench.eventNames()).endsWith("RunAdmitted", "RunCancelled");
        assertThat(announced()).endsWith(runs.get(4));
        assertNeverMoreThan(1);
    }

    @Test
    void a_run_that_is_tried_again_leaves_its_slot_to_others_until_it_is_due() {
        var once = new RetryPolicy(2, new ListedDelays(List.of(5)), 0, List.of(RetryOn.FAILED));
        bench.ask(put(limited(1, QUEUE, once)));
        var runs = requested(2);
        lease(runs.get(0));
        finish(runs.get(0), FAILED);
        bench.advance(TURN);
        assertThat(bench.eventNames()).endsWith("RunRetryScheduled", "RunAdmitted");
        lease(runs.get(1));
        bench.advance(Duration.ofSeconds(6));
        assertThat(bench.events().getLast()).isInstanceOf(RunAwaitsSlot.class);
        finish(runs.get(1), COMPLETED);
        bench.advance(TURN);
        assertThat(bench.events().getLast()).isEqualTo(new RunAdmitted(runs.get(0)));
        assertThat(announced()).containsExactly(runs.get(0), runs.get(1), runs.get(0));
        assertNeverMoreThan(1);
    }

    @Test
    void a_run_for_later_takes_a_slot_when_its_time_has_come() {
        bench.ask(put(limited(1, QUEUE)));
        var later = request(0, 5L);
        var now = request(0, null);
        assertThat(announced()).containsExactly(now);
        lease(now);
        bench.advance(Duration.ofSeconds(5));
        assertThat(bench.events().getLast()).isInstanceOf(RunAwaitsSlot.class);
        finish(now, COMPLETED);
        bench.advance(TURN);
        assertThat(announced()).containsExactly(now, later);
    }

    @Test
    void where_runs_are_skipped_a_request_is_refused_and_one_for_later_cancelled() {
        bench.ask(put(limited(1, SKIP)));
        var later = request(0, 5L);
        lease(request(0, null));
        assertRefused(
                bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT)),
                "CONCURRENCY_LIMIT_REACHED");
        bench.advance(Duration.ofSeconds(5));
        assertThat(bench.events().getLast())
                .isEqualTo(
                        new RunCancelled(
                                later,
                                "The deployment has no slot left of 1, and skips a run that finds"
                                        + " none."));
    }

    @Test
    void a_newer_run_cancels_the_older_and_begins_when_that_has_ended() {
        bench.ask(put(limited(1, CANCEL_RUNNING)));
        var runs = requested(1);
        lease(runs.get(0));
        var newer = request(0, null);
        assertThat(bench.events()).contains(new RunCancelRequested(runs.get(0)));
        assertThat(bench.sent(Topics.CONTROL)).hasSize(1);
        assertThat(announced()).doesNotContain(newer);
        var newest = request(0, null);
        assertThat(bench.eventNames()).containsOnlyOnce("RunCancelRequested", "RunCancelled");
        finish(runs.get(0), new Outcome.Cancelled("Stopped."));
        bench.advance(TURN);
        assertThat(announced()).containsExactly(runs.get(0), newest);
        assertNeverMoreThan(1);
    }

    @Test
    void one_that_waits_for_a_slot_is_not_late_and_has_its_time_when_it_gets_one() {
        bench.ask(put(limited(1, QUEUE)));
        var runs = requested(2);
        lease(runs.get(0));
        bench.advance(Duration.ofSeconds(14));
        finish(runs.get(0), COMPLETED);
        bench.advance(TURN);
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).doesNotContain("RunLate");
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.eventNames()).endsWith("RunAdmitted", "RunLate");
    }

    @Test
    void a_restart_finds_slots_and_line_from_the_log_alone() {
        bench.ask(put(limited(1, QUEUE)));
        var runs = requested(3);
        lease(runs.get(0));
        var log = bench.log();
        try (var again = restarted(log)) {
            again.advance(TURN);
            assertThat(again.events()).isEmpty();
            again.report(new FinishRun(runs.get(0), fence(runs.get(0)), COMPLETED));
            again.advance(TURN);
            assertThat(again.events().getLast()).isEqualTo(new RunAdmitted(runs.get(1)));
        }
        // It stopped when the slot was free, and nobody had been called yet.
        finish(runs.get(0), COMPLETED);
        try (var again = restarted(bench.log())) {
            again.advance(TURN);
            assertThat(again.events()).containsExactly(new RunAdmitted(runs.get(1)));
        }
    }

    @Test
    void when_the_limit_is_raised_or_removed_those_that_wait_are_called_also_after_a_restart() {
        bench.ask(put(limited(1, QUEUE)));
        var runs = requested(300);
        bench.ask(put(limited(5, QUEUE)));
        bench.advance(TURN);
        assertThat(announced()).containsExactlyElementsOf(runs.subList(0, 5));
        bench.ask(put(document()));
        try (var again = restarted(bench.log())) {
            untilQuiet(again);
            assertThat(again.events()).hasSize(295).hasOnlyElementsOfType(RunAdmitted.class);
        }
        untilQuiet(bench);
        assertThat(announced()).containsExactlyElementsOf(runs);
    }

    @Test
    void what_was_ready_before_there_was_a_limit_waits_when_it_is_leased() {
        bench.ask(put(document()));
        var runs = requested(2);
        bench.ask(put(limited(1, QUEUE)));
        lease(runs.get(1));
        assertRefused(lease(runs.get(0)), "NOT_QUEUED");
        assertThat(bench.events().getLast()).isInstanceOf(RunAwaitsSlot.class);
        finish(runs.get(1), COMPLETED);
        bench.advance(TURN);
        assertThat(bench.events().getLast()).isEqualTo(new RunAdmitted(runs.get(0)));
    }

    @Test
    void with_its_deployment_every_run_that_waits_ends_also_after_a_restart() {
        bench.ask(put(limited(1, QUEUE)));
        var runs = requested(200);
        var later = request(0, 3_600L);
        lease(runs.get(0));
        bench.ask(new DeleteDeployment(HELLO));
        assertThat(bench.eventNames()).endsWith("DeploymentDeleted");
        try (var again = restarted(bench.log())) {
            untilQuiet(again);
            assertEnded(again.events(), runs, later);
        }
        untilQuiet(bench);
        assertEnded(bench.events(), runs, later);
        finish(runs.get(0), COMPLETED);
        assertThat(bench.eventNames()).endsWith("RunCompleted");
    }

    @Test
    void one_that_is_given_back_after_its_deployment_was_deleted_ends() {
        bench.ask(put(document()));
        var run = requested(1).getFirst();
        lease(run);
        bench.ask(new DeleteDeployment(HELLO));
        bench.report(new ReturnRun(run, fence(run), "Full."));
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.eventNames()).endsWith("RunReturned", "RunCancelled");
    }

    @Test
    void when_a_limit_is_set_whose_turn_it_is_waits_and_is_not_skipped() {
        bench.ask(put(document()));
        var runs = requested(2);
        lease(runs.get(0));
        bench.ask(put(limited(1, SKIP)));
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.events().getLast()).isInstanceOf(RunAwaitsSlot.class);
        finish(runs.get(0), COMPLETED);
        bench.advance(TURN);
        assertThat(bench.events().getLast()).isEqualTo(new RunAdmitted(runs.get(1)));
    }

    @Test
    void nor_is_one_for_later_whose_time_came_before_the_limit_also_after_a_restart() {
        bench.ask(put(document()));
        lease(request(0, null));
        request(0, 10L);
        bench.advance(Duration.ofSeconds(11));
        bench.ask(put(limited(1, SKIP)));
        try (var restarted = restarted(bench.log())) {
            restarted.advance(Duration.ofSeconds(12));
            assertThat(restarted.events().getLast()).isInstanceOf(RunAwaitsSlot.class);
        }
    }

    private static void assertEnded(List<Event> events, List<RunId> runs, RunId later) {
        var ended = new ArrayList<>(runs.subList(1, runs.size()));
        ended.add(later);
        assertThat(events)
                .filteredOn(RunCancelled.class::isInstance)
                .extracting(event -> ((RunCancelled) event).run())
                .containsExactlyInAnyOrderElementsOf(ended);
    }

    /** As many runs as this, at any time, from their slots to their ends. */
    private void assertNeverMoreThan(int limit) {
        var slots = new HashSet<RunId>();
        for (var event : bench.events()) {
            switch (event) {
                case RunAdmitted e -> {
                    slots.add(e.run());
                    assertThat(slots).hasSizeLessThanOrEqualTo(limit);
                }
                case RunLeased e -> assertThat(slots).contains(e.run());
                case RunCompleted e -> slots.remove(e.run());
                case RunFailed e -> slots.remove(e.run());
                case RunLeaseExpired e -> slots.remove(e.run());
                case RunRetryScheduled e -> slots.remove(e.run());
                case RunCancelled e -> slots.remove(e.run());
                default -> {}
            }
        }
    }

    private static ProcessorBench restarted(MemoryLog log) {
        var later = ProcessorBench.START.plusSeconds(60);
        return new ProcessorBench(ProcessorBench.SETTINGS, log, later);
    }

    /** Until a turn of the clock appends nothing. */
    private static void untilQuiet(ProcessorBench bench) {
        int before;
        do {
            before = bench.events().size();
            bench.advance(TURN);
        } while (bench.events().size() > before);
    }

    private List<RunId> requested(int count) {
        return IntStream.range(0, count).mapToObj(_ -> request(0, null)).toList();
    }

    private RunId request(int priority, @Nullable Long delaySeconds) {
        int before = bench.events().size();
        bench.ask(
                new RequestRun(
                        HELLO,
                        null,
                        Json.EMPTY_OBJECT,
                        List.of(),
                        null,
                        delaySeconds,
                        priority,
                        null,
                        null,
                        null));
        bench.advance(Duration.ofMillis(1));
        return ((RunRequested) bench.events().get(before)).run();
    }

    private Reply lease(RunId run) {
        return bench.report(new LeaseRun(run, RUNNER, fence(run)));
    }

    private void finish(RunId run, Outcome outcome) {
        bench.report(new FinishRun(run, fence(run), outcome));
    }

    private static Fence fence(RunId run) {
        return new Fence(run.value());
    }

    private List<RunId> announced() {
        return bench.sent(Topics.dispatch("default")).stream()
                .map(record -> ProcessorBench.CODECS.ready().decode(record.value()).run())
                .toList();
    }
}

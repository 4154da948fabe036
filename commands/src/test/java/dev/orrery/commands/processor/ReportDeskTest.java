package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.leased;
import static dev.orrery.commands.processor.Story.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Leased;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run from the request to its end, as its runner reports it. */
final class ReportDeskTest {

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_run_is_announced_leased_started_and_completed() {
        var run = requested(bench);
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(1);

        var fence = Fence.random();
        var leased = (Leased) bench.report(new LeaseRun(run, RUNNER, fence));
        assertThat(leased.attempt()).isEqualTo(1);
        assertThat(leased.specification().entrypoint()).isEqualTo(document().entrypoint());
        assertThat(leased.flow()).isEqualTo("hello");
        assertThat(leased.scheduledTime()).isEqualTo(ProcessorBench.START);
        bench.report(new StartRun(run, fence));
        var finish = new FinishRun(run, fence, new Outcome.Completed(Json.parse("[1]")));
        bench.report(finish);

        assertThat(bench.eventNames())
                .containsExactly(
                        "DeploymentCreated",
                        "RunRequested",
                        "RunLeased",
                        "RunStarted",
                        "RunCompleted");
        assertThat(bench.report(finish)).isInstanceOf(Accepted.class);
        assertThat(bench.events()).hasSize(5);
    }

    @Test
    void a_lease_asked_for_again_with_its_fence_is_granted_again() {
        var run = requested(bench);
        var fence = Fence.random();
        var first = bench.report(new LeaseRun(run, RUNNER, fence));
        assertThat(bench.report(new LeaseRun(run, RUNNER, fence))).isEqualTo(first);
        assertRefused(bench.report(new LeaseRun(run, RUNNER, Fence.random())), "NOT_QUEUED");
    }

    @Test
    void a_stale_fence_cannot_finish_a_run() {
        var run = leased(bench, Fence.random());
        assertRefused(
                bench.report(new FinishRun(run, Fence.random(), new Outcome.Crashed("no"))),
                "STALE_FENCE");
    }

    @Test
    void a_cancelled_run_is_told_to_its_runner_and_ends_by_its_report() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.ask(new CancelRun(run));

        var told = bench.sent(Topics.CONTROL).getLast();
        assertThat(ProcessorBench.CODECS.control().decode(told.value()))
                .isEqualTo(new Control.CancelWork(run, fence));
        bench.report(new FinishRun(run, fence, new Outcome.Cancelled("Stopped.")));
        assertThat(bench.eventNames()).endsWith("RunCancelRequested", "RunCancelled");
        assertRefused(bench.ask(new CancelRun(run)), "RUN_ENDED");
    }

    @Test
    void a_runner_that_starts_work_that_is_to_end_is_told_again() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.ask(new CancelRun(run));
        var reply = bench.report(new StartRun(run, fence));

        assertThat(reply).isInstanceOf(Accepted.class);
        assertThat(bench.sent(Topics.CONTROL))
                .hasSize(2)
                .allSatisfy(told ->
                        assertThat(ProcessorBench.CODECS.control().decode(told.value()))
                                .isEqualTo(new Control.CancelWork(run, fence)));
        assertThat(bench.eventNames()).endsWith("RunCancelRequested");
    }

    @Test
    void what_an_earlier_life_of_a_runner_held_has_crashed() {
        var run = leased(bench, Fence.random());
        bench.report(new StartRunner(RunnerId.of("laptop", 2), "atlas", List.of("default")));

        assertThat(bench.events().getLast())
                .isEqualTo(
                        new RunCrashed(
                                run, 1, "The runner was restarted while the run was executing."));
    }

    @Test
    void a_run_that_nobody_leases_is_announced_again() {
        requested(bench);
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(2);
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(2);
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(3);
    }

    @Test
    void a_run_that_is_given_back_is_announced_again_after_a_pause_that_grows() {
        var run = requested(bench);
        var dispatch = Topics.dispatch("default");
        for (int returns = 1; returns <= 4; returns++) {
            var fence = Fence.random();
            bench.report(new LeaseRun(run, RUNNER, fence));
            bench.report(new ReturnRun(run, fence, "No answer."));
            assertThat(bench.sent(dispatch)).hasSize(returns);
            bench.advance(Duration.ofMillis((100L << (returns - 1)) - 20));
            assertThat(bench.sent(dispatch)).hasSize(returns);
            bench.advance(Duration.ofMillis(20));
            assertThat(bench.sent(dispatch)).hasSize(returns + 1);
        }
    }

    @Test
    void a_later_attempt_that_is_given_back_once_waits_no_longer_than_the_first() {
        var run = requested(bench);
        for (int returns = 0; returns < 5; returns++) {
            giveBack(run);
            bench.advance(Duration.ofSeconds(5));
        }
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.report(new FinishRun(run, fence, new Outcome.Crashed("It crashed.")));
        bench.ask(new RetryRun(run));
        giveBack(run);
        int before = bench.sent(Topics.dispatch("default")).size();
        bench.advance(Duration.ofMillis(110));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(before + 1);
    }

    private void giveBack(RunId run) {
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.report(new ReturnRun(run, fence, "No answer."));
    }

    @Test
    void a_run_that_was_given_back_is_announced_by_its_last_timer_alone() {
        var run = requested(bench);
        for (int returns = 0; returns < 3; returns++) {
            var fence = Fence.random();
            bench.report(new LeaseRun(run, RUNNER, fence));
            bench.report(new ReturnRun(run, fence, "No answer."));
        }
        bench.advance(Duration.ofMillis(500));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(2);
        bench.advance(Duration.ofSeconds(12));
        assertThat(bench.sent(Topics.dispatch("default"))).hasSize(3);
    }

    @Test
    void an_ended_run_leaves_the_deciding_state() {
        var fence = Fence.random();
        var run = leased(bench, fence);
        bench.report(new FinishRun(run, fence, new Outcome.Completed(null)));
        var before = bench.state().size();
        bench.advance(Duration.ofMinutes(11));
        assertThat(bench.state()).hasSize(before - 2);
        assertRefused(bench.ask(new CancelRun(run)), "RUN_ARCHIVED");
    }
}

package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.PauseRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.command.RunCommand.ResumeRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Effect;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Leased;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Control.AbandonWork;
import dev.orrery.schemas.signal.Control.CancelWork;
import dev.orrery.schemas.signal.Control.PauseWork;
import dev.orrery.schemas.signal.Control.ResumeWork;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.signal.Heartbeat.Pace;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attempts that follow others, runs that stand still, and those that take too long. */
final class AttemptsTest {

    private static final Outcome FAILURE =
            new Outcome.Failed(FailureKind.EXIT_CODE, 3, "It exited with 3.");

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_next_attempt_is_announced_at_its_time_and_leased() {
        var run = started(draft -> draft.retry = retry(2, 30));
        fail(run);
        assertThat(bench.eventNames()).endsWith("RunStarted", "RunRetryScheduled");
        int announced = announced(bench);
        bench.advance(Duration.ofMillis(29_900));
        assertThat(announced(bench)).isEqualTo(announced);
        bench.advance(Duration.ofMillis(200));
        assertThat(announced(bench)).isEqualTo(announced + 1);

        var leased = (Leased) bench.report(new LeaseRun(run.id, RUNNER, Fence.random()));
        assertThat(leased.attempt()).isEqualTo(2);
        // Who did not hear the answer says again how the first attempt ended.
        assertThat(effect(fail(run))).isEqualTo(Effect.UNCHANGED);
    }

    @Test
    void the_next_attempt_is_announced_after_a_restart_too() {
        fail(started(draft -> draft.retry = retry(2, 30)));
        try (var again = restarted(ProcessorBench.START.plusSeconds(10))) {
            again.advance(Duration.ofSeconds(19));
            assertThat(announced(again)).isZero();
            again.advance(Duration.ofSeconds(2));
            assertThat(announced(again)).isOne();
        }
    }

    @Test
    void the_attempts_of_a_runner_that_was_restarted_follow_the_policy_too() {
        started(draft -> draft.retry = retry(2, 0));
        bench.report(new StartRunner(RunnerId.of("laptop", 2), "atlas", List.of("default")));
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunRetryScheduled");
        assertThat(told()).isInstanceOf(AbandonWork.class);
    }

    @Test
    void a_run_is_tried_again_by_hand_as_long_as_it_is_remembered() {
        var run = started(_ -> {});
        fail(run);
        assertThat(bench.eventNames()).endsWith("RunFailed");
        bench.advance(Duration.ofMinutes(9));
        int announced = announced(bench);
        assertThat(effect(bench.ask(new RetryRun(run.id)))).isEqualTo(Effect.CHANGED);
        assertThat(announced(bench)).isEqualTo(announced + 1);

        // What it ended as before is not what is forgotten now.
        var second = start(run.id);
        fail(second);
        bench.advance(Duration.ofMinutes(2));
        assertThat(effect(bench.ask(new RetryRun(run.id)))).isEqualTo(Effect.CHANGED);
        fail(start(run.id));
        bench.advance(Duration.ofMinutes(11));
        for (Command late : commands(run.id)) {
            assertRefused(bench.ask(late), "RUN_ARCHIVED");
        }
    }

    private static List<Command> commands(RunId run) {
        return List.of(
                new RetryRun(run), new RerunRun(run, null), new PauseRun(run), new ResumeRun(run));
    }

    @Test
    void a_rerun_answers_with_the_new_run_each_time_it_is_asked() {
        var run = started(_ -> {});
        var parameters = Json.parse("{\"name\":\"moon\"}");
        var reply = (Accepted) bench.ask("again", new RerunRun(run.id, parameters), null);

        var requested = (RunRequested) bench.events().getLast();
        assertThat(requested.cause().rerunOf()).isEqualTo(run.id);
        assertThat(reply.effect()).isEqualTo(Effect.CREATED);
        assertThat(reply.subject()).isEqualTo(requested.run().value());
        assertThat(bench.ask("again", new RerunRun(run.id, parameters), null)).isEqualTo(reply);
        var leased = (Leased) bench.report(new LeaseRun(requested.run(), RUNNER, Fence.random()));
        assertThat(leased.specification().parameters())
                .isEqualTo(Json.parse("{\"name\":\"moon\",\"times\":1}"));
    }

    @Test
    void a_run_that_nobody_leases_in_time_fails() {
        var run = requested(draft -> draft.queueTimeoutSeconds = 60);
        bench.advance(Duration.ofMillis(59_900));
        assertThat(bench.eventNames()).endsWith("RunLate");
        bench.advance(Duration.ofMillis(200));
        assertThat(bench.events().getLast())
                .isEqualTo(
                        new RunFailed(
                                run,
                                1,
                                FailureKind.QUEUE_TIMED_OUT,
                                null,
                                "No runner leased it within 60 s."));
    }

    @Test
    void one_that_was_given_back_has_not_been_leased() {
        var run = requested(draft -> draft.queueTimeoutSeconds = 60);
        bench.advance(Duration.ofSeconds(59));
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.advance(Duration.ofSeconds(2));
        assertThat(bench.eventNames()).endsWith("RunLeased");
        bench.report(new ReturnRun(run, fence, "Full."));
        bench.advance(Duration.ofMillis(100));
        assertThat(bench.eventNames()).endsWith("RunReturned", "RunFailed");
    }

    @Test
    void the_wait_goes_on_after_a_restart() {
        requested(draft -> draft.queueTimeoutSeconds = 60);
        try (var again = restarted(ProcessorBench.START.plusSeconds(40))) {
            again.advance(Duration.ofSeconds(19));
            assertThat(again.eventNames()).doesNotContain("RunFailed");
            again.advance(Duration.ofSeconds(2));
            assertThat(again.eventNames()).endsWith("RunFailed");
        }
    }

    /** Nobody could lease it while nobody decided. */
    @Test
    void after_a_restart_runners_have_the_time_to_come_back() {
        requested(draft -> draft.queueTimeoutSeconds = 60);
        try (var again = restarted(ProcessorBench.START.plusSeconds(3_600))) {
            again.advance(Duration.ofSeconds(12));
            assertThat(again.sent(Topics.dispatch("default"))).isNotEmpty();
            assertThat(again.eventNames()).doesNotContain("RunFailed");
            again.advance(Duration.ofSeconds(4));
            assertThat(again.eventNames()).endsWith("RunFailed");
        }
    }

    @Test
    void a_run_that_its_runner_does_not_end_in_time_is_ended_and_the_runner_is_told() {
        var run = started(draft -> draft.timeoutSeconds = 60);
        // Its length, the longest grace of a runner, two leases, and one until it is looked at.
        renew(bench, run, Duration.ofSeconds(689));
        assertThat(bench.eventNames()).endsWith("RunStarted");
        renew(bench, run, Duration.ofSeconds(17));
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunFailed");
        assertThat(told()).isEqualTo(new AbandonWork(run.id, run.fence));
        assertRefused(fail(run), "STALE_FENCE");
    }

    @Test
    void it_is_ended_after_a_restart_too() {
        var run = started(draft -> draft.timeoutSeconds = 60);
        try (var again = restarted(ProcessorBench.START.plusSeconds(680))) {
            renew(again, run, Duration.ofSeconds(27));
            assertThat(again.eventNames()).endsWith("RunLeaseExpired", "RunFailed");
        }
    }

    @Test
    void the_runner_of_a_paused_run_is_told_until_it_has_heard() {
        var run = started(draft -> draft.timeoutSeconds = 60);
        bench.ask(new PauseRun(run.id));
        assertThat(told()).isEqualTo(new PauseWork(run.id, run.fence));
        beat(run, Pace.GOES_ON);
        assertThat(said()).hasSize(2).containsOnly(new PauseWork(run.id, run.fence));
        beat(run, Pace.STANDS_STILL);
        assertThat(said()).hasSize(2);

        bench.ask(new ResumeRun(run.id));
        assertThat(told()).isEqualTo(new ResumeWork(run.id, run.fence));
        beat(run, Pace.STANDS_STILL);
        assertThat(said()).hasSize(4);
        beat(run, Pace.GOES_ON);
        assertThat(said()).hasSize(4);
        assertThat(bench.eventNames()).endsWith("RunStarted", "RunPaused", "RunResumed");
    }

    @Test
    void a_paused_run_keeps_its_lease_and_its_time() {
        var run = started(draft -> draft.timeoutSeconds = 60);
        bench.ask(new PauseRun(run.id));
        for (int beats = 0; beats < 100; beats++) {
            bench.advance(Duration.ofSeconds(5));
            beat(run, Pace.STANDS_STILL);
        }
        assertThat(bench.eventNames()).endsWith("RunPaused");
        bench.ask(new ResumeRun(run.id));
        renew(bench, run, Duration.ofSeconds(80));
        assertThat(bench.eventNames()).endsWith("RunResumed");
    }

    @Test
    void a_paused_run_that_waits_is_announced_when_it_is_resumed_and_not_before() {
        var run = requested(_ -> {});
        bench.ask(new PauseRun(run));
        int announced = announced(bench);
        bench.advance(Duration.ofMinutes(5));
        assertThat(announced(bench)).isEqualTo(announced);
        assertThat(bench.eventNames()).endsWith("RunPaused");
        bench.ask(new ResumeRun(run));
        assertThat(announced(bench)).isEqualTo(announced + 1);
        assertThat(said()).isEmpty();
    }

    @Test
    void the_runner_of_a_cancelled_run_is_told_as_long_as_it_goes_on() {
        var run = started(_ -> {});
        bench.ask(new CancelRun(run.id));
        beat(run, Pace.GOES_ON);
        beat(run, Pace.GOES_ON);
        assertThat(said()).hasSize(3).containsOnly(new CancelWork(run.id, run.fence));
    }

    @Test
    void a_run_that_is_cancelled_and_that_its_runner_does_not_end_is_ended() {
        var run = started(_ -> {});
        bench.ask(new CancelRun(run.id));
        renew(bench, run, Duration.ofMinutes(10).plusSeconds(25));
        assertThat(bench.eventNames()).endsWith("RunCancelRequested");
        renew(bench, run, Duration.ofSeconds(25));
        assertThat(bench.eventNames()).endsWith("RunLeaseExpired", "RunCancelled");
    }

    @Test
    void a_lease_that_is_asked_for_again_does_not_get_the_next_attempt() {
        var run = started(change -> change.retry = retry(3, 0));
        fail(run);
        assertRefused(bench.report(new LeaseRun(run.id, RUNNER, run.fence)), "STALE_FENCE");
        bench.report(new FinishRun(run.id, run.fence, FAILURE));
        assertThat(bench.eventNames()).endsWith("RunRetryScheduled");

        var lost = start(run.id);
        bench.advance(Duration.ofMinutes(1));
        assertThat(bench.eventNames()).contains("RunLeaseExpired");
        assertRefused(bench.report(new LeaseRun(run.id, RUNNER, lost.fence)), "STALE_FENCE");
    }

    /** A run that a runner has begun, under this fence. */
    private record Begun(RunId id, Fence fence) {}

    private RunId requested(Consumer<Draft> change) {
        bench.ask(put(Draft.document(change)));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        return ((RunRequested) bench.events().getLast()).run();
    }

    private Begun started(Consumer<Draft> change) {
        return start(requested(change));
    }

    private Begun start(RunId run) {
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.report(new StartRun(run, fence));
        return new Begun(run, fence);
    }

    private Reply fail(Begun run) {
        return bench.report(new FinishRun(run.id, run.fence, FAILURE));
    }

    private void beat(Begun run, Pace pace) {
        bench.beat(new LeaseRenewed(run.id, run.fence, pace));
    }

    private static void renew(ProcessorBench bench, Begun run, Duration length) {
        for (long seconds = 0; seconds < length.toSeconds(); seconds++) {
            bench.advance(Duration.ofSeconds(1));
            bench.beat(new LeaseRenewed(run.id, run.fence, Pace.GOES_ON));
        }
    }

    private ProcessorBench restarted(Instant at) {
        return new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), at);
    }

    private static RetryPolicy retry(int attempts, int delaySeconds) {
        var delay = new ListedDelays(List.of(delaySeconds));
        return new RetryPolicy(attempts, delay, 0, List.of(RetryOn.values()));
    }

    private static int announced(ProcessorBench bench) {
        return bench.sent(Topics.dispatch("default")).size();
    }

    private List<Control> said() {
        return bench.sent(Topics.CONTROL).stream()
                .map(record -> ProcessorBench.CODECS.control().decode(record.value()))
                .toList();
    }

    private Control told() {
        return said().getLast();
    }

    private static Effect effect(Reply reply) {
        return ((Accepted) reply).effect();
    }
}

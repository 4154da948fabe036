package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.requested;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Heartbeat.RunnerGone;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that nobody comes for, and runs that only the runners of one host can execute. */
final class LateRunsTest {

    private static final Duration TURN = Duration.ofMillis(20);
    private static final String ATLAS = Topics.dispatch("default", "atlas");
    private static final RunnerId ON_ATLAS = RunnerId.of("atlas-1", 1);

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_run_that_nobody_leases_is_late_once_and_leased_as_usual() {
        var run = requested(bench);
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunRequested");
        bench.advance(Duration.ofSeconds(1));
        bench.advance(Duration.ofMinutes(5));

        assertThat(bench.eventNames()).containsOnlyOnce("RunLate").endsWith("RunLate");
        assertThat(bench.events().getLast())
                .isEqualTo(new RunLate(run, "No runner of the work pool 'default' is alive."));
        assertThat(bench.recorded().getLast().header().actor()).isEqualTo("orrery");
        // It is still announced, now and then.
        assertThat(bench.sent(Topics.dispatch("default"))).hasSizeGreaterThan(2);
        bench.report(new LeaseRun(run, RUNNER, Fence.random()));
        assertThat(bench.eventNames()).endsWith("RunLeased");
    }

    /** Its time is the log's, which does not go back; runners need not wait for the clock. */
    @Test
    void a_run_for_now_is_announced_now_also_when_the_clock_was_set_back() {
        bench.ask(put(document()));
        var earlier = ProcessorBench.START.minus(Duration.ofMinutes(2));
        try (var again = new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), earlier)) {
            again.advance(Duration.ofSeconds(1));
            again.ask("run", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null);

            assertThat(again.sent(Topics.dispatch("default"))).hasSize(1);
        }
    }

    @Test
    void a_run_for_later_is_late_when_nobody_came_after_its_time() {
        bench.ask(put(document()));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT, List.of(), null, 60L));
        bench.advance(Duration.ofSeconds(59));
        assertThat(bench.sent(Topics.dispatch("default"))).isEmpty();
        bench.advance(Duration.ofSeconds(15));
        assertThat(bench.eventNames()).endsWith("RunRequested");
        assertThat(bench.sent(Topics.dispatch("default"))).isNotEmpty();
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.eventNames()).endsWith("RunLate");
    }

    @Test
    void one_that_was_leased_or_cancelled_in_time_is_not_late() {
        var leased = requested(bench);
        bench.report(new LeaseRun(leased, RUNNER, Fence.random()));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        bench.ask(new CancelRun(((RunRequested) bench.events().getLast()).run()));
        bench.advance(Duration.ofSeconds(16));
        assertThat(bench.eventNames()).doesNotContain("RunLate");
    }

    @Test
    void one_that_is_given_back_has_its_time_again() {
        var run = requested(bench);
        bench.advance(Duration.ofSeconds(14));
        var fence = Fence.random();
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.report(new ReturnRun(run, fence, "Full."));
        bench.advance(Duration.ofSeconds(14));
        assertThat(bench.eventNames()).endsWith("RunReturned");
        bench.advance(Duration.ofSeconds(1));
        assertThat(bench.eventNames()).endsWith("RunLate");
    }

    @Test
    void it_is_late_after_a_restart_too_but_not_before_runners_could_say_that_they_are_there() {
        requested(bench);
        var later = ProcessorBench.START.plusSeconds(60);
        try (var again = new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), later)) {
            again.advance(Duration.ofSeconds(14));
            assertThat(again.eventNames()).isEmpty();
            again.advance(Duration.ofSeconds(1));
            assertThat(again.eventNames()).containsExactly("RunLate");
        }
    }

    @Test
    void what_is_bound_to_a_host_waits_for_a_runner_there_and_is_late_with_that_reason() {
        var run = bound();
        bench.advance(Duration.ofSeconds(15));

        assertThat(bench.events().getLast())
                .isEqualTo(new RunLate(run, "No runner of the host 'atlas' is alive."));
        bench.report(new StartRunner(RUNNER, "other", List.of("default")));
        bench.report(new StartRunner(ON_ATLAS, "atlas", List.of("gpu")));
        bench.advance(TURN);
        assertThat(bench.sent(ATLAS)).isEmpty();
        bench.report(new StartRunner(ON_ATLAS, "atlas", List.of("gpu", "default")));
        bench.advance(TURN);
        assertThat(bench.sent(ATLAS)).hasSize(1);
        assertThat(bench.sent(Topics.dispatch("default"))).isEmpty();
    }

    @Test
    void a_host_is_announced_to_for_as_long_as_its_runner_says_that_it_is_there() {
        present("atlas");
        bound();
        assertThat(bench.sent(ATLAS)).hasSize(1);
        bench.advance(Duration.ofSeconds(10));
        assertThat(bench.sent(ATLAS)).hasSize(2);

        bench.advance(Duration.ofSeconds(11));
        bench.ask(new RequestRun(HELLO, "second", Json.EMPTY_OBJECT));
        assertThat(bench.sent(ATLAS)).hasSize(2);
        present("atlas");
        assertThat(bench.sent(ATLAS)).hasSize(3);
        present("atlas");
        assertThat(bench.sent(ATLAS)).hasSize(3);
    }

    @Test
    void a_host_whose_runner_said_goodbye_is_announced_to_no_more() {
        present("atlas");
        bench.beat(new RunnerGone(ON_ATLAS));
        var run = bound();
        assertThat(bench.sent(ATLAS)).isEmpty();
        present("atlas");
        assertThat(bench.sent(ATLAS)).hasSize(1);

        // Another one that is there too stays.
        bench.beat(new RunnerPresent(RUNNER, "atlas", List.of("default")));
        bench.beat(new RunnerGone(ON_ATLAS));
        bench.advance(Duration.ofSeconds(11));
        assertThat(bench.sent(ATLAS)).hasSize(2);
        bench.beat(new RunnerGone(RUNNER));
        bench.advance(Duration.ofSeconds(4));
        assertThat(bench.events().getLast())
                .isEqualTo(new RunLate(run, "No runner of the host 'atlas' is alive."));
    }

    @Test
    void one_whose_last_runner_stopped_just_before_is_late_for_want_of_it() {
        present("atlas");
        var run = bound();
        bench.advance(Duration.ofSeconds(15));
        assertThat(bench.events().getLast())
                .isEqualTo(new RunLate(run, "No runner of the host 'atlas' is alive."));
    }

    @Test
    void a_runner_of_another_host_never_has_it() {
        present("atlas");
        var run = bound();
        assertRefused(bench.report(new LeaseRun(run, RUNNER, Fence.random())), "NOT_QUEUED");
        assertRefused(
                bench.report(new LeaseRun(run, RUNNER, Fence.random(), "other")), "NOT_QUEUED");
        var reply = bench.report(new LeaseRun(run, ON_ATLAS, Fence.random(), "atlas"));
        assertThat(reply).isInstanceOf(Reply.Leased.class);
    }

    @Test
    void a_name_that_no_topic_can_have_is_announced_to_by_nobody() {
        present("no topic/at all");
        present("x".repeat(300));
        present("");
        bound();
        assertThat(bench.sent(ATLAS)).isEmpty();
    }

    private void present(String host) {
        bench.beat(new RunnerPresent(ON_ATLAS, host, List.of("default")));
        bench.advance(TURN);
    }

    private RunId bound() {
        bench.ask(put(onAtlas(document())));
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        return ((RunRequested) bench.events().getLast()).run();
    }

    private static DeploymentDocument onAtlas(DeploymentDocument like) {
        return new DeploymentDocument(
                like.description(),
                like.version(),
                like.tags(),
                like.labels(),
                like.entrypoint(),
                new CodeSource.Host("atlas"),
                "/srv/flows",
                like.parameters(),
                like.parameterSchema(),
                like.environment(),
                like.schedules(),
                like.pool(),
                like.infrastructure(),
                like.timeoutSeconds(),
                like.owner(),
                like.enforceParameters(),
                like.concurrency(),
                like.retry(),
                like.queueTimeoutSeconds());
    }
}

package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.RUNNER;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.limited;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.schemas.deployment.Concurrency.Collision.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deployment that was deleted, and another of its name beside the runs that it left. */
final class DeletedDeploymentsTest {

    private static final Duration TURN = Duration.ofMillis(20);

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void another_of_its_name_is_made_at_once_and_what_waits_ends_beside_it() {
        bench.ask(put(limited(1, QUEUE)));
        for (int i = 0; i < 200; i++) {
            request();
        }
        bench.ask(new DeleteDeployment(HELLO));
        bench.ask(put(limited(1, QUEUE)));
        assertThat(bench.eventNames()).endsWith("DeploymentDeleted", "DeploymentCreated");

        var other = request();
        assertThat(bench.events()).endsWith(new RunAdmitted(other));
        var restart = ProcessorBench.START.plusSeconds(60);
        try (var again = new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), restart)) {
            again.advance(TURN);
            assertThat(goingOn(again.wholeLog())).containsExactly(other);
        }
        bench.advance(TURN);
        assertThat(goingOn(bench.log())).containsExactly(other);
    }

    @Test
    void what_waits_is_refused_to_runners_and_ends_with_that() {
        bench.ask(put(limited(1, QUEUE)));
        var run = request();
        bench.ask(new DeleteDeployment(HELLO));
        bench.ask(put(limited(1, QUEUE)));
        var lease = new LeaseRun(run, RUNNER, new Fence(run.value()));

        assertRefused(bench.report(lease), "NOT_QUEUED");
        assertThat(bench.events()).endsWith(new RunCancelled(run, "Its deployment was deleted."));
        assertRefused(bench.report(lease), "NOT_QUEUED");
    }

    @Test
    void what_is_given_back_when_its_deployment_is_gone_ends() {
        bench.ask(put(limited(1, QUEUE)));
        var run = request();
        var fence = new Fence(run.value());
        bench.report(new LeaseRun(run, RUNNER, fence));
        bench.ask(new DeleteDeployment(HELLO));
        bench.report(new ReturnRun(run, fence, "No room here."));

        bench.advance(TURN);
        assertThat(bench.events()).endsWith(new RunCancelled(run, "Its deployment was deleted."));
    }

    private RunId request() {
        int before = bench.events().size();
        bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
        return ((RunRequested) bench.events().get(before)).run();
    }

    /** The runs that were asked for and not cancelled. */
    private static Set<RunId> goingOn(MemoryLog log) {
        var runs = new LinkedHashSet<RunId>();
        for (var entry : log.entries()) {
            switch (ProcessorBench.read(entry)) {
                case RunRequested e -> runs.add(e.run());
                case RunCancelled e -> runs.remove(e.run());
                default -> {}
            }
        }
        return runs;
    }
}

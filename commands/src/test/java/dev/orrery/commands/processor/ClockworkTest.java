package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.requested;
import static dev.orrery.commands.processor.Story.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.command.DeploymentCommand;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the clock does. */
final class ClockworkTest {

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_schedule_fires_at_its_nominal_time_with_the_clock_as_the_actor() {
        bench.ask(put(scheduled(60)));
        bench.advance(Duration.ofSeconds(59));
        assertThat(bench.eventNames()).containsExactly("DeploymentCreated", "ScheduleStarted");
        bench.advance(Duration.ofSeconds(1));

        assertThat(bench.eventNames()).endsWith("ScheduleFired", "RunRequested");
        var fired = bench.recorded().get(2);
        var requested = bench.recorded().get(3);
        assertThat(fired.header().actor()).isEqualTo("orrery");
        assertThat(requested.header().causation()).isEqualTo(fired.header().id());
        assertThat(fired.header().causation()).isEqualTo(bench.recorded().get(1).header().id());
        bench.advance(Duration.ofSeconds(60));
        assertThat(bench.eventNames())
                .endsWith("RunLate", "ScheduleFired", "RunRequested")
                .hasSize(7);
    }

    @Test
    void a_deleted_deployment_fires_no_more() {
        bench.ask(put(scheduled(60)));
        bench.ask(new DeleteDeployment(HELLO));
        bench.advance(Duration.ofMinutes(5));
        assertThat(bench.eventNames()).endsWith("DeploymentDeleted", "ScheduleStopped");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_nominal_time_that_has_come_is_not_lost_when_its_deployment_changes_first(
            DeploymentCommand change, String name) {
        bench.ask(put(scheduled(60)));
        var late = ProcessorBench.START.plusSeconds(60);
        try (var busy = new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), late)) {
            // The clock has passed the nominal time, and the timer rings only after the command.
            var reply = (Accepted) busy.ask("change", change, null);

            assertThat(busy.eventNames())
                    .startsWith("ScheduleFired", "RunRequested", name)
                    .hasSize(4);
            assertThat(reply.subject()).isEqualTo(HELLO.value());
            assertThat(busy.recorded().getFirst().header().actor()).isEqualTo("orrery");
            busy.advance(Duration.ofSeconds(1));
            assertThat(busy.eventNames()).containsOnlyOnce("ScheduleFired");
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(put(document()), "DeploymentUpdated"),
                Arguments.of(new PauseDeployment(HELLO), "DeploymentPaused"),
                Arguments.of(new DeleteDeployment(HELLO), "DeploymentDeleted"));
    }
}

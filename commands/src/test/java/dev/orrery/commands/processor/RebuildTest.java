package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.leased;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.RollBackDeployment;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Accepted;
import dev.orrery.schemas.reply.Reply.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a new task makes of the log. */
final class RebuildTest {

    private final ProcessorBench bench = new ProcessorBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_log_alone_tells_again_which_fields_a_command_changed() {
        bench.ask("a", put(document()), null);
        var reply = (Accepted) bench.ask("b", put(document(Map.of("A", "b"))), null);
        assertThat(reply.changed()).containsExactly("environment");
        assertThat(bench.ask("b", put(document(Map.of("A", "b"))), null)).isEqualTo(reply);

        try (var rebuilt =
                new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), ProcessorBench.START)) {
            assertThat(rebuilt.ask("b", put(document(Map.of("A", "b"))), null)).isEqualTo(reply);
        }
    }

    @Test
    void an_empty_store_rebuilds_the_same_state_from_the_log_alone() {
        bench.ask("a", put(scheduled(60)), null);
        bench.ask("b", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null);
        leased(bench, Fence.random());
        bench.advance(Duration.ofSeconds(61));

        try (var rebuilt =
                new ProcessorBench(
                        ProcessorBench.SETTINGS,
                        bench.log(),
                        ProcessorBench.START.plusSeconds(61))) {
            assertThat(text(rebuilt.state())).isEqualTo(text(bench.state()));
            var again = rebuilt.ask("b", new RequestRun(HELLO, null, Json.EMPTY_OBJECT), null);
            assertThat(again).isInstanceOf(Accepted.class);
            assertThat(rebuilt.events()).isEmpty();
        }
    }

    @Test
    void timers_are_set_again_from_the_state_after_a_restart() {
        bench.ask(put(scheduled(60)));
        try (var restarted =
                new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), ProcessorBench.START)) {
            restarted.advance(Duration.ofSeconds(60));
            assertThat(restarted.eventNames()).containsExactly("ScheduleFired", "RunRequested");
        }
    }

    @Test
    void a_log_that_was_tampered_with_is_refused() {
        bench.ask(put(document()));
        bench.ask(new PauseDeployment(HELLO));
        var entries = new ArrayList<>(bench.log().entries());
        entries.removeFirst();
        var damaged = new ProcessorBench.MemoryLog(entries);

        assertThatThrownBy(() ->
                        new ProcessorBench(ProcessorBench.SETTINGS, damaged, ProcessorBench.START))
                .hasStackTraceContaining("LogDisagrees");
    }

    @Test
    void the_newest_50_documents_can_be_gone_back_to_also_after_a_rebuild() {
        for (int i = 1; i <= 52; i++) {
            bench.ask(put(document(Map.of("N", String.valueOf(i)))));
        }
        try (var rebuilt =
                new ProcessorBench(ProcessorBench.SETTINGS, bench.log(), ProcessorBench.START)) {
            assertThat(rebuilt.ask("forgotten", new RollBackDeployment(HELLO, 2), null))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            refused ->
                                    assertThat(refused.code())
                                            .isEqualTo(Refusal.REVISION_NOT_FOUND.name()));
            assertThat(rebuilt.ask("kept", new RollBackDeployment(HELLO, 3), null))
                    .isInstanceOfSatisfying(
                            Accepted.class,
                            done -> assertThat(done.changed()).containsExactly("environment"));
            assertThat(text(rebuilt.state()).keySet())
                    .filteredOn(key -> key.startsWith("v"))
                    .hasSize(50);
        }
    }

    private static Map<String, String> text(Map<Bytes, byte[]> rows) {
        var text = new HashMap<String, String>();
        rows.forEach((key, value) -> text.put(key.toString(), Bytes.wrap(value).toString()));
        return text;
    }
}

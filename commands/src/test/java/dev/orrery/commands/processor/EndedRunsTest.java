package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.ProcessorBench.START;
import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.assertRefused;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.processor.ProcessorBench.MemoryLog;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Reply.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of runs that ended, however many there are. */
final class EndedRunsTest {

    private static final int MAX = 3;
    private static final ProcessorSettings FEW = SETTINGS.withEndedRunsMax(MAX);

    @Test
    void beyond_the_limit_the_oldest_are_archived() {
        try (var bench = new ProcessorBench(FEW, new MemoryLog(List.of()), START)) {
            var runs = ended(bench, MAX + 2);

            assertRefused(bench.ask(new RerunRun(runs.get(0), null)), "RUN_ARCHIVED");
            assertRefused(bench.ask(new RerunRun(runs.get(1), null)), "RUN_ARCHIVED");
            for (var kept : runs.subList(2, MAX + 2)) {
                assertThat(bench.ask(new RerunRun(kept, null))).isInstanceOf(Accepted.class);
            }
        }
    }

    @Test
    void a_restart_remembers_the_same() {
        List<RunId> runs;
        MemoryLog log;
        try (var bench = new ProcessorBench(FEW, new MemoryLog(List.of()), START)) {
            runs = ended(bench, MAX + 2);
            log = bench.log();
        }
        try (var bench = new ProcessorBench(FEW, log, START.plusSeconds(60))) {
            bench.advance(Duration.ofSeconds(1));
            assertThat(bench.ask("last", new RerunRun(runs.getLast(), null), null))
                    .isInstanceOf(Accepted.class);
            assertRefused(
                    bench.ask("first", new RerunRun(runs.getFirst(), null), null), "RUN_ARCHIVED");
        }
    }

    private static List<RunId> ended(ProcessorBench bench, int count) {
        bench.ask(put(document()));
        var runs = new ArrayList<RunId>();
        for (int i = 0; i < count; i++) {
            bench.advance(Duration.ofSeconds(1));
            bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
            var run = ((RunRequested) bench.events().getLast()).run();
            bench.ask(new CancelRun(run));
            runs.add(run);
        }
        bench.advance(Duration.ofSeconds(1));
        return runs;
    }
}

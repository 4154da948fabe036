package dev.orrery.commands.processor;

import static dev.orrery.commands.processor.ProcessorBench.FORMAT;
import static dev.orrery.commands.processor.ProcessorBench.SETTINGS;
import static dev.orrery.commands.processor.Story.HELLO;
import static dev.orrery.commands.processor.Story.document;
import static dev.orrery.commands.processor.Story.put;
import static dev.orrery.commands.processor.Story.scheduled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.deployment.DocumentRules;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.command.DeploymentCommand.RequestRun;
import dev.orrery.schemas.command.DeploymentCommand.ResumeDeployment;
import dev.orrery.schemas.command.RunCommand.CancelRun;
import dev.orrery.schemas.command.RunCommand.RetryRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a store and a log that do not fit together, or are long. */
final class CatchUpTest {

    private static final int FEW = 3;

    private final ProcessorBench bench = new ProcessorBench();
    private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("state").get();
    private int rowsMost;

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_store_of_another_version_is_emptied_and_built_again_from_the_log() {
        bench.ask(put(scheduled(60)));
        Story.leased(bench, Fence.random());
        bench.state().forEach(store::put);
        store.put(Bytes.wrap("r of an old form".getBytes(UTF_8)), new byte[] {1, 2, 3});
        store.put(Bytes.wrap(new byte[] {'f'}), new byte[] {4, 5, 6});

        catchUp(bench.log(), SETTINGS);
        assertThat(rows()).isEqualTo(text(bench.state()));
    }

    @Test
    void a_store_from_before_there_were_forms_is_built_again_too() {
        Story.leased(bench, Fence.random());
        bench.state().forEach(store::put);
        store.delete(Bytes.wrap(new byte[] {'f'}));

        catchUp(bench.log(), SETTINGS);
        assertThat(rows()).isEqualTo(text(bench.state()));
    }

    @Test
    void what_ended_long_ago_is_not_held_while_the_log_is_folded() {
        cancelled(20 * FEW);
        catchUp(bench.log(), SETTINGS.withEndedRunsMax(FEW));
        assertThat(runs()).hasSize(2 * FEW);
        // Its work is a row of its own.
        int others = 10;
        assertThat(rowsMost - answers()).isLessThan(2 * (2 * FEW + 1) + others);
    }

    @Test
    void what_ended_an_hour_and_more_ago_is_not_held_either() {
        cancelled(5);
        bench.advance(Duration.ofHours(2));
        var last = cancelled(1);
        catchUp(bench.log(), SETTINGS);
        assertThat(runs()).containsExactlyElementsOf(last);
    }

    @Test
    void what_a_writer_remembered_for_longer_is_found_again() {
        var runs = cancelled(20);
        bench.ask(new RetryRun(runs.getFirst()));
        var patient = text(bench.state());

        catchUp(bench.log(), SETTINGS.withEndedRunsMax(FEW));
        assertThat(rows()).isEqualTo(patient);
    }

    @Test
    void answers_older_than_they_are_kept_for_are_not_remembered_again() {
        cancelled(5);
        bench.jump(SETTINGS.answersKept().plusHours(1));
        bench.ask(new PauseDeployment(HELLO));
        bench.ask(new ResumeDeployment(HELLO));
        catchUp(bench.log(), SETTINGS);
        assertThat(answers()).isEqualTo(2);
    }

    @Test
    void of_a_long_log_the_end_alone_is_read() {
        bench.ask(put(document()));
        for (int i = 0; i < 1_200; i++) {
            bench.ask(new PauseDeployment(HELLO));
            bench.ask(new ResumeDeployment(HELLO));
        }
        var before = bench.log();
        catchUp(before, SETTINGS);
        bench.ask("last", new PauseDeployment(HELLO), null);

        var read = new ArrayList<Long>();
        var log = bench.log();
        catchUp(
                new EventLog() {
                    @Override
                    public Optional<Entry> last(int partition) {
                        return log.last(partition);
                    }

                    @Override
                    public List<Entry> read(int partition, long offset) {
                        read.add(offset);
                        return log.read(partition, offset);
                    }
                },
                SETTINGS);
        assertThat(rows()).isEqualTo(text(bench.state()));
        assertThat(read).allMatch(offset -> offset > 1_000);
    }

    private void catchUp(EventLog log, ProcessorSettings settings) {
        var state = new PartitionState(store, new DocumentRules(Set.of("default")));
        var catchUp =
                new CatchUp(
                        0,
                        state,
                        new Bygones(state, settings),
                        new Answers(state, settings),
                        FORMAT,
                        log,
                        // Each look at it is a slice's end, so that one batch is a slice.
                        new AtomicLong()::incrementAndGet);
        while (!catchUp.isDone()) {
            catchUp.advance(Duration.ofNanos(2));
            rowsMost = Math.max(rowsMost, rows().size());
        }
    }

    private List<RunId> cancelled(int count) {
        bench.ask(put(document()));
        var runs = new ArrayList<RunId>();
        for (int i = 0; i < count; i++) {
            bench.ask(new RequestRun(HELLO, null, Json.EMPTY_OBJECT));
            var run = ((RunRequested) bench.events().getLast()).run();
            bench.ask(new CancelRun(run));
            runs.add(run);
        }
        return runs;
    }

    private List<RunId> runs() {
        var runs = new ArrayList<RunId>();
        new PartitionState(store, new DocumentRules(Set.of())).eachRun(run -> runs.add(run.id()));
        return runs;
    }

    private long answers() {
        return rows().keySet().stream().filter(key -> key.startsWith("a")).count();
    }

    private Map<String, String> rows() {
        var rows = new HashMap<Bytes, byte[]>();
        try (var all = store.all()) {
            all.forEachRemaining(row -> rows.put(row.key, row.value));
        }
        return text(rows);
    }

    private static Map<String, String> text(Map<Bytes, byte[]> rows) {
        var text = new HashMap<String, String>();
        rows.forEach((key, value) -> text.put(key.toString(), Arrays.toString(value)));
        return text;
    }
}

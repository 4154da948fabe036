package dev.orrery.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.audit.Chronicle;
import dev.orrery.audit.MemoryLog;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.replay.Difference;
import dev.orrery.audit.replay.Examiner;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.ViewSnapshot;
import dev.orrery.projections.view.Views;
import dev.orrery.projections.view.WholeViews;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.checkpoint.Place;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.DeploymentId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of the example and its views, of which somebody changes a row. */
class VerificationTest {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);
    private static final int PARTITION = Chronicle.partition("hello", "daily");
    private static final byte[] DAILY = Keys.deployment(DeploymentId.of("hello", "daily"));

    private final MemoryLog log = Chronicle.example().log();
    private final Map<Integer, MemoryRows> views = new TreeMap<>();
    private @TempDir Path folder;

    @BeforeEach
    void fold() {
        var examiner = new Examiner(FORMAT);
        for (int partition : log.partitions()) {
            var rows = new MemoryRows();
            for (var record : log.records(partition)) {
                var event = examiner.read(record);
                Views.fold(event.recorded(), event.hash(), rows);
            }
            views.put(partition, rows);
        }
    }

    @Test
    void a_log_and_its_views_are_as_they_must_be() throws Exception {
        var states = verified();

        assertThat(states).extracting(PartitionState::stage).containsOnly(Stage.VERIFIED);
        assertThat(states)
                .extracting(PartitionState::rows)
                .containsExactlyElementsOf(
                        views.values().stream().map(rows -> (long) rows.all().size()).toList());
        assertThat(states.get(PARTITION).comparedAt()).isEqualTo(log.records(PARTITION).size());
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_row_with_another_byte_is_found_and_named() throws Exception {
        var row = Objects.requireNonNull(rows().get(DAILY)).clone();
        row[row.length - 2] ^= 1;
        rows().put(DAILY, row);

        var difference = difference();

        int last = log.records(PARTITION).size();
        assertThat(difference.at()).hasToString(PARTITION + ":" + last);
        assertThat(difference.sentence())
                .contains("a row of the live view is not what follows from the log")
                .endsWith("deployment of " + DeploymentId.of("hello", "daily"));
    }

    @Test
    void a_row_that_is_gone_is_found() throws Exception {
        rows().delete(DAILY);

        assertThat(difference().sentence()).contains("the live view lacks a row: deployment of ");
    }

    @Test
    void a_row_that_nobody_folded_is_found() throws Exception {
        rows().put(Keys.deployment(DeploymentId.of("made", "up")), new byte[] {'{', '}'});

        assertThat(difference().sentence())
                .contains("does not follow from the log: deployment of ");
    }

    @Test
    void views_of_what_the_log_does_not_have_are_found() throws Exception {
        int last = log.records(PARTITION).size();
        var cut = new MemoryPartition(PARTITION, log.records(PARTITION).subList(0, last - 1));

        var state =
                state(
                        Verification.ofViews(
                                Task.of(Scope.LOG_AND_VIEWS, List.of()),
                                _ -> cut,
                                FORMAT,
                                live(),
                                folder,
                                () -> true));

        assertThat(Objects.requireNonNull(state.difference()).sentence())
                .contains("the live view has the event", "and the log ends after");
    }

    @Test
    void a_log_that_does_not_answer_is_no_difference() throws Exception {
        var state =
                state(
                        Verification.ofLog(
                                Task.of(Scope.LOG, List.of()),
                                _ -> {
                                    throw new LogUnavailable("Nobody is there.");
                                },
                                FORMAT,
                                () -> true));

        assertThat(state.stage()).isEqualTo(Stage.FAILED);
        assertThat(state.failure()).isEqualTo("Nobody is there.");
    }

    @Test
    void what_is_cancelled_ends() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var verification =
                Verification.ofLog(
                        Task.of(Scope.LOG, List.of()),
                        partition -> {
                            begun.countDown();
                            awaitQuietly(goOn);
                            return new MemoryPartition(partition, log.records(partition));
                        },
                        FORMAT,
                        () -> true)) {
            for (int partition = 0; partition < 64; partition++) {
                verification.begin(partition);
            }
            begun.await();
            verification.cancel();
            goOn.countDown();
            await().atMost(Duration.ofSeconds(60)).until(verification::isOver);
            assertThat(verification.state(63).stage()).isEqualTo(Stage.CANCELLED);
        }
    }

    @Test
    void a_task_that_makes_no_sense_is_refused() {
        var place = new Place(0, 5, "a".repeat(64));
        var before = new Place(0, 4, "b".repeat(64));

        assertThatThrownBy(() -> new Task(Scope.LOG_AND_VIEWS, List.of(place), List.of()))
                .hasMessageContaining("from its start");
        assertThatThrownBy(() -> new Task(Scope.LOG, List.of(place, before), List.of()))
                .hasMessageContaining("one place");
        assertThatThrownBy(() -> new Task(Scope.LOG, List.of(place), List.of(before)))
                .hasMessageContaining("0:4 is before 0:5");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private MemoryRows rows() {
        return Objects.requireNonNull(views.get(PARTITION));
    }

    private Difference difference() throws InterruptedException {
        var state = verified().get(PARTITION);
        assertThat(state.stage()).isEqualTo(Stage.DIFFERENT);
        return Objects.requireNonNull(state.difference());
    }

    private List<PartitionState> verified() throws InterruptedException {
        try (var verification =
                Verification.ofViews(
                        Task.of(Scope.LOG_AND_VIEWS, List.of()),
                        partition -> new MemoryPartition(partition, log.records(partition)),
                        FORMAT,
                        live(),
                        folder,
                        () -> true)) {
            log.partitions().forEach(verification::begin);
            await().atMost(Duration.ofSeconds(60)).until(verification::isOver);
            return verification.states();
        }
    }

    private static PartitionState state(Verification verification) {
        try (verification) {
            verification.begin(PARTITION);
            await().atMost(Duration.ofSeconds(90)).until(verification::isOver);
            return verification.state(PARTITION);
        }
    }

    private WholeViews live() {
        return new WholeViews() {
            @Override
            public long sequence(int partition) {
                return Views.sequence(Objects.requireNonNull(views.get(partition)));
            }

            @Override
            public ViewSnapshot open(int partition) {
                var entries =
                        Objects.requireNonNull(views.get(partition)).all().entrySet().iterator();
                var scan =
                        new Scan() {
                            @Override
                            public @Nullable Row next() {
                                if (!entries.hasNext()) {
                                    return null;
                                }
                                var entry = entries.next();
                                return new Row(partition, entry.getKey(), entry.getValue());
                            }

                            @Override
                            public void close() {}
                        };
                return new ViewSnapshot(sequence(partition), scan);
            }
        };
    }
}

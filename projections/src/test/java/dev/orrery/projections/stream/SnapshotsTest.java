package dev.orrery.projections.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.projections.RandomStory;
import dev.orrery.projections.Story;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.projections.view.ViewSnapshot;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {

    private static final Codecs CODECS = Codecs.start(SchemaIds.local());
    private static final Duration KEPT = Duration.ofDays(14);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Positions positions = new Positions(1);
    private final Snapshots snapshots = new Snapshots(positions);
    private final List<RecordedEvent> events =
            new RandomStory(7, 0, List.of("daily", "nightly")).go(200).events();
    private TopologyTestDriver driver;
    private boolean stopped;
    private TestInputTopic<byte[], byte[]> log;

    @BeforeEach
    void start(@TempDir Path folder) {
        var settings =
                ProjectorSettings.alone(
                        Map.of("bootstrap.servers", "none:0"), folder, "test", 1, KEPT);
        driver =
                new TopologyTestDriver(
                        ProjectorTopology.of(CODECS, positions, snapshots, KEPT),
                        settings.streams(),
                        Story.BEGIN);
        var bytes = new ByteArraySerializer();
        log = driver.createInputTopic(Topics.EVENTS, bytes, bytes);
    }

    @AfterEach
    void stop() {
        if (!stopped) {
            stopped = true;
            driver.close();
        }
    }

    @Test
    void all_rows_are_as_they_were_between_two_events_whatever_is_folded_later() throws Exception {
        var replayed = new MemoryRows();
        events.subList(0, 100)
                .forEach(event -> {
                    append(event);
                    Story.fold(event, replayed);
                });

        // It is opened before the next event, by the thread that folds it.
        var opened = open();
        await().atMost(SOON)
                .until(() -> {
                    driver.advanceWallClockTime(Duration.ofMillis(100));
                    return opened.isDone();
                });
        events.subList(100, 200).forEach(this::append);

        try (var snapshot = opened.get()) {
            assertThat(snapshot.sequence()).isEqualTo(100);
            assertThat(rows(snapshot))
                    .containsExactlyElementsOf(
                            replayed.all().entrySet().stream()
                                    .map(row -> text(row.getKey()) + "=" + text(row.getValue()))
                                    .toList());
        }
    }

    @Test
    void an_event_that_comes_finds_who_waits() throws Exception {
        append(events.get(0));
        var opened = open();
        var rest = events.subList(1, events.size()).iterator();
        await().atMost(SOON)
                .until(() -> {
                    append(rest.next());
                    return opened.isDone() || !rest.hasNext();
                });

        try (var snapshot = opened.get()) {
            assertThat(snapshot.sequence()).isBetween(1L, (long) events.size());
        }
    }

    @Test
    void a_partition_that_leaves_is_elsewhere() throws Exception {
        append(events.get(0));
        var impatient = new Snapshots(positions, Duration.ofMillis(1));
        assertThatThrownBy(() -> impatient.open(0)).isInstanceOf(Elsewhere.class);
        assertThat(positions.now().sequences()).containsEntry(0, 1L);

        stop();

        assertThatThrownBy(() -> snapshots.open(0)).isInstanceOf(Elsewhere.class);
        assertThatThrownBy(() -> snapshots.sequence(0)).isInstanceOf(Elsewhere.class);
    }

    private FutureTask<ViewSnapshot> open() {
        Callable<ViewSnapshot> open = () -> snapshots.open(0);
        var opened = new FutureTask<>(open);
        Thread.ofVirtual().start(opened);
        return opened;
    }

    private static List<String> rows(ViewSnapshot snapshot) {
        var rows = new ArrayList<String>();
        for (var row = snapshot.rows().next(); row != null; row = snapshot.rows().next()) {
            rows.add(text(row.key()) + "=" + text(row.value()));
        }
        return rows;
    }

    private static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private void append(RecordedEvent event) {
        var written = Story.write(event);
        log.pipeInput(
                new TestRecord<>(
                        written.key(), written.value(), written.headers(), written.timestamp()));
    }
}

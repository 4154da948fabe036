package dev.orrery.projections.stream;

import static dev.orrery.projections.Story.DAILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.projections.RandomStory;
import dev.orrery.projections.Story;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.MemoryRows;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputKeys;
import dev.orrery.projections.view.OutputRow;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorTopologyTest {

    private static final Codecs CODECS = Codecs.start(SchemaIds.local());
    private static final Duration KEPT = Duration.ofDays(14);
    private static final RunId RUN = Story.run(DAILY, 1);

    private final Positions positions = new Positions(1);
    private final Snapshots snapshots = new Snapshots(positions);
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final List<RecordedEvent> events =
            new RandomStory(seed, 0, List.of("daily", "nightly", "now")).go(400).events();
    private @TempDir Path elsewhere;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> log;
    private TestInputTopic<byte[], byte[]> output;

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
        output = driver.createInputTopic(Topics.LOGS, bytes, bytes);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void what_a_store_keeps_is_what_a_replay_from_empty_makes_byte_for_byte() {
        events.forEach(this::append);

        var replayed = new MemoryRows();
        events.forEach(event -> Story.fold(event, replayed));
        var kept = all(ProjectorTopology.VIEWS);
        assertThat(kept.keySet())
                .as("seed %s", seed)
                .usingElementComparator(Arrays::compareUnsigned)
                .containsExactlyElementsOf(replayed.all().keySet());
        kept.forEach((key, value) ->
                assertThat(text(value)).as("seed %s", seed).isEqualTo(text(replayed.get(key))));
        assertThat(positions.now()).isEqualTo(Position.of(0, events.size()));
    }

    @Test
    void a_repeat_is_ignored() {
        append(events.get(0));
        append(events.get(1));
        var before = all(ProjectorTopology.VIEWS);

        append(events.get(0));
        append(events.get(1));

        var after = all(ProjectorTopology.VIEWS);
        assertThat(after).hasSameSizeAs(before);
        after.forEach((key, value) -> assertThat(value).isEqualTo(before.get(key)));
        assertThat(positions.now()).isEqualTo(Position.of(0, 2));
    }

    @Test
    void a_gap_stops_the_partition() {
        append(events.get(0));

        assertThatThrownBy(() -> append(events.get(2)))
                .rootCause()
                .hasMessageContaining("event 0:3 came after sequence 1");
        assertThat(positions.now()).isEqualTo(Position.of(0, 1));
    }

    @Test
    void an_event_of_another_log_stops_the_partition() {
        append(events.get(0));
        var other = new RandomStory(seed + 1, 0, List.of("other")).go(10).events();

        assertThatThrownBy(() -> append(other.get(1)))
                .hasStackTraceContaining("event 0:2 is not of the log that the views were made of");
        assertThatThrownBy(() -> append(other.get(0)))
                .hasStackTraceContaining("event 0:1 is not of the log that the views were made of");
        assertThat(positions.now()).isEqualTo(Position.of(0, 1));
    }

    @Test
    void an_event_that_nobody_can_read_stops_the_partition_and_says_where() {
        append(events.get(0));

        assertThatThrownBy(() -> log.pipeInput(new byte[1], new byte[] {9, 9}))
                .hasStackTraceContaining("ViewsStopped: orrery.events-0 at offset 1: ");
        assertThatThrownBy(() -> log.pipeInput(new TestRecord<>(new byte[1], null)))
                .hasStackTraceContaining("An event has a key and a value");
    }

    @Test
    void output_is_kept_for_as_long_as_it_is_to_be_kept() {
        byte[] chunk = CODECS.output().encode(chunk(1, "hello", "world"));
        output.pipeInput(RUN.toString().getBytes(StandardCharsets.UTF_8), chunk, Story.BEGIN);
        assertThat(output(RUN)).containsExactly(row(chunk));

        byte[] later = CODECS.output().encode(chunk(3, "again"));
        output.pipeInput(new byte[0], later, Story.BEGIN.plus(Duration.ofDays(2)));
        driver.advanceWallClockTime(KEPT.plusDays(1));

        assertThat(output(RUN)).containsExactly(row(later));
        driver.advanceWallClockTime(Duration.ofDays(2));
        assertThat(all(ProjectorTopology.OUTPUT)).isEmpty();
    }

    private static byte[] row(byte[] value) {
        return OutputRow.write(CODECS.output(), CODECS.output().decode(value));
    }

    @Test
    void output_that_nobody_can_read_goes_to_the_dead_letters_and_stops_nothing() {
        output.pipeInput(new byte[] {1}, new byte[] {9, 9}, Story.BEGIN);
        output.pipeInput(new byte[] {2}, null, Story.BEGIN);
        byte[] chunk = CODECS.output().encode(chunk(1, "hello"));
        output.pipeInput(new byte[] {3}, chunk, Story.BEGIN);

        assertThat(output(RUN)).containsExactly(row(chunk));
        var bytes = new ByteArrayDeserializer();
        var letters =
                driver.createOutputTopic(Topics.DEAD_LETTERS, bytes, bytes).readValuesToList();
        assertThat(letters).hasSize(2);
        var letter = CODECS.deadLetters().decode(letters.getFirst());
        assertThat(letter.topic()).isEqualTo(Topics.LOGS);
        assertThat(letter.offset()).isZero();
        assertThat(letter.reason()).contains("Confluent wire format");
    }

    @Test
    void both_stores_of_a_partition_are_always_on_one_node() {
        assertThat(
                        ProjectorTopology.of(CODECS, positions, snapshots, KEPT)
                                .describe()
                                .subtopologies())
                .hasSize(1);
    }

    @Test
    void output_on_a_partition_that_is_not_its_runs_goes_to_the_dead_letters() {
        int right = RUN.affinity().partition(2);
        driver.close();
        driver =
                new TopologyTestDriver(
                        ProjectorTopology.of(CODECS, new Positions(2), snapshots, KEPT),
                        ProjectorSettings.alone(
                                        Map.of("bootstrap.servers", "none:0"),
                                        elsewhere,
                                        "test",
                                        2,
                                        KEPT)
                                .streams(),
                        Story.BEGIN);
        var bytes = new ByteArraySerializer();
        var misplaced = right == 0 ? otherRun() : RUN;
        driver.createInputTopic(Topics.LOGS, bytes, bytes)
                .pipeInput(
                        new byte[1], CODECS.output().encode(chunk(misplaced, 1, "x")), Story.BEGIN);

        assertThat(all(ProjectorTopology.OUTPUT)).isEmpty();
        var read = new ByteArrayDeserializer();
        var letter =
                CODECS.deadLetters()
                        .decode(
                                driver.createOutputTopic(Topics.DEAD_LETTERS, read, read)
                                        .readValue());
        assertThat(letter.reason())
                .isEqualTo("The output of run " + misplaced + " belongs on partition 1, not 0.");
    }

    /** One whose partition of two is the second. */
    private static RunId otherRun() {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> Story.run(DeploymentId.of("other", "n" + n), 1))
                .filter(run -> run.affinity().partition(2) == 1)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void output_that_is_too_large_goes_to_the_dead_letters_without_its_key_and_headers() {
        var headers = new RecordHeaders().add("h", new byte[600_000]);
        byte[] chunk = CODECS.output().encode(chunk(1, "hello"));
        output.pipeInput(new TestRecord<>(new byte[3_000_000], chunk, Story.BEGIN));
        output.pipeInput(new TestRecord<>(new byte[1], chunk, headers, Story.BEGIN));
        byte[] large = CODECS.output().encode(chunk(1, "x".repeat(20_000_000)));
        output.pipeInput(new byte[1], large, Story.BEGIN);
        output.pipeInput(new byte[1], chunk, Story.BEGIN);

        assertThat(output(RUN)).containsExactly(row(chunk));
        var bytes = new ByteArrayDeserializer();
        var letters =
                driver.createOutputTopic(Topics.DEAD_LETTERS, bytes, bytes).readRecordsToList();
        assertThat(letters)
                .hasSize(3)
                .allSatisfy(letter -> {
                    assertThat(letter.value()).hasSizeLessThan(Topic.LETTER_BYTES_MAX);
                    assertThat(letter.key()).hasSizeLessThan(100);
                    assertThat(letter.headers()).isEmpty();
                });
        assertThat(letters)
                .extracting(letter -> CODECS.deadLetters().decode(letter.value()).reason())
                .containsExactly(
                        "Key and headers have more than 32768 bytes.",
                        "Key and headers have more than 32768 bytes.",
                        "The value has more than 2097152 bytes.");
    }

    @Test
    void old_output_goes_as_quickly_as_it_came() {
        for (int line = 1; line <= 1_500; line++) {
            output.pipeInput(
                    new byte[1], CODECS.output().encode(chunk(line, "hello")), Story.BEGIN);
        }
        driver.advanceWallClockTime(KEPT.plusDays(1));

        // A turn each; the next regular one would be seconds away.
        int turns = 0;
        while (!all(ProjectorTopology.OUTPUT).isEmpty()) {
            driver.advanceWallClockTime(Duration.ofMillis(1));
            assertThat(++turns).isLessThan(1_000);
        }
    }

    private void append(RecordedEvent event) {
        var written = Story.write(event);
        log.pipeInput(
                new TestRecord<>(
                        written.key(), written.value(), written.headers(), written.timestamp()));
    }

    private static OutputChunk chunk(long firstLine, String... lines) {
        return chunk(RUN, firstLine, lines);
    }

    private static OutputChunk chunk(RunId run, long firstLine, String... lines) {
        var time = Instant.parse("2026-03-01T12:00:00Z");
        return new OutputChunk(
                run,
                1,
                firstLine,
                Arrays.stream(lines)
                        .map(line -> new OutputLine(time, OutputLine.Stream.OUT, line))
                        .toList());
    }

    private List<byte[]> output(RunId run) {
        var range = KeyRange.of(OutputKeys.chunks(run, 1));
        var found = new ArrayList<byte[]>();
        try (var scan = StoreScan.of(store(ProjectorTopology.OUTPUT), 0, range, Order.ASCENDING)) {
            for (var row = scan.next(); row != null; row = scan.next()) {
                found.add(row.value());
            }
        }
        return found;
    }

    private Map<byte[], byte[]> all(String name) {
        var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        try (var all = store(name).all()) {
            all.forEachRemaining(row -> rows.put(row.key.get(), row.value));
        }
        return rows;
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }
}

package dev.orrery.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A log that answers when the test says so. */
class OutputLogTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(
                    false,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new ByteArraySerializer());
    private final OutputLog outputs = new OutputLog(producer, codecs.output(), 8);
    private final OutputLog.RunLog log = outputs.of(Lease.of(LeasesTest.ready()), 1);

    @Test
    void a_run_waits_until_the_log_has_its_output() throws Exception {
        log.write(1, lines("a", "b"));
        log.awaitWritten(SHORT);
        var written = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> await(written));
        assertThat(written).isNotDone();
        assertThat(producer.completeNext()).isTrue();
        assertThat(written).succeedsWithin(LONG);
        assertThat(texts()).containsExactly("a", "b");
    }

    @Test
    void what_the_log_refused_is_told_where_it_is_missing() throws Exception {
        log.write(1, lines("a", "b"));
        assertThat(producer.errorNext(new TimeoutException("no leader"))).isTrue();
        log.write(3, lines("c"));
        var note = chunks().get(1);
        assertThat(note.firstLine()).isEqualTo(2);
        assertThat(note.lines().getFirst().stream()).isEqualTo(OutputLine.Stream.RUNNER);
        assertThat(note.lines().getFirst().text()).startsWith("2 lines of output were lost here");
        assertThat(chunks().getLast().firstLine()).isEqualTo(3);
    }

    @Test
    void what_is_missing_at_the_end_is_told_before_the_run_is_reported() throws Exception {
        log.write(1, lines("a"));
        producer.errorNext(new TimeoutException("no leader"));
        var written = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> await(written));
        assertThat(written).isNotDone();
        Awaitility.await().until(producer::completeNext);
        assertThat(written).succeedsWithin(LONG);
        assertThat(texts()).last().asString().startsWith("A line of output was lost");
    }

    @Test
    void a_log_that_takes_no_more_loses_lines_and_says_how_many() {
        var large = lines(Collections.nCopies(100, "x".repeat(10_000)).toArray(String[]::new));
        long line = 1;
        for (; line <= 16 * 100; line += 100) {
            log.write(line, large);
        }
        assertThat(producer.history()).hasSize(16);
        for (int i = 0; i < 5; i++, line += 100) {
            log.write(line, large);
        }
        while (producer.completeNext()) {}
        log.write(line, lines("last"));

        var notes = chunks().subList(16, producer.history().size() - 1);
        assertThat(notes)
                .hasSize(5)
                .allSatisfy(note ->
                        assertThat(note.lines().getFirst().text())
                                .startsWith("100 lines of output were lost here"));
        assertThat(notes.getLast().firstLine()).isEqualTo(line - 1);
        assertThat(texts()).endsWith("last");
    }

    private void await(CompletableFuture<Void> written) {
        try {
            log.awaitWritten(LONG);
            written.complete(null);
        } catch (InterruptedException stopped) {
            written.completeExceptionally(stopped);
        }
    }

    private List<String> texts() {
        return chunks().stream()
                .flatMap(chunk -> chunk.lines().stream())
                .map(OutputLine::text)
                .toList();
    }

    private List<OutputChunk> chunks() {
        return producer.history().stream()
                .map(record -> codecs.output().decode(record.value()))
                .toList();
    }

    private static List<OutputLine> lines(String... texts) {
        return List.of(texts).stream()
                .map(text -> new OutputLine(Instant.EPOCH, OutputLine.Stream.OUT, text))
                .toList();
    }
}

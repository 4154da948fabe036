package dev.orrery.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaPartitionTest {

    private static final TopicPartition PLACE = new TopicPartition(Topics.EVENTS, 3);
    private static final int EVENTS = 1_000;

    /** By offset: each third offset is the mark of a transaction, and the last two are. */
    private final NavigableMap<Long, Long> sequences = new TreeMap<>();

    private long marks;

    private final MockConsumer<byte[], byte[]> consumer = new Positioned();

    @Test
    void it_is_read_to_its_end_and_on_when_that_has_moved() {
        try (var log = log(EVENTS)) {
            assertThat(log.partition()).isEqualTo(3);
            assertThat(readFrom(log, 1)).isEqualTo(EVENTS);
            assertThat(log.next()).isNull();

            append(5);
            assertThat(log.next()).isNull();
            log.extend();
            assertThat(readFrom(log, EVENTS + 1)).isEqualTo(EVENTS + 5);
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void its_last_event_is_found_before_the_marks_at_its_end() {
        try (var log = log(EVENTS)) {
            assertThat(log.lastSequence()).isEqualTo(EVENTS);
            assertThat(readFrom(log, 1)).isEqualTo(EVENTS);
        }
        try (var one = new KafkaPartition(new Positioned(), 3)) {
            assertThat(one.lastSequence()).isEqualTo(EVENTS);
        }
    }

    @Test
    void an_empty_one_has_no_event() {
        try (var log = log(0)) {
            assertThat(log.lastSequence()).isZero();
            assertThat(log.next()).isNull();
        }
    }

    @Test
    void any_event_is_found_by_its_sequence() {
        try (var log = log(EVENTS)) {
            for (long sequence = 1; sequence <= EVENTS; sequence += 37) {
                log.seek(sequence);
                assertThat(Objects.requireNonNull(log.next()).sequence()).isEqualTo(sequence);
            }
            log.seek(EVENTS);
            assertThat(Objects.requireNonNull(log.next()).sequence()).isEqualTo(EVENTS);
            log.seek(EVENTS + 1L);
            assertThat(log.next()).isNull();
        }
    }

    @Test
    void a_failure_of_kafka_is_told_in_a_sentence() {
        try (var log = log(1)) {
            consumer.setPollException(new KafkaException("it burns"));

            assertThatThrownBy(log::next)
                    .isInstanceOf(LogUnavailable.class)
                    .hasMessage("The log can't be read: it burns");
        }
    }

    private static long readFrom(KafkaPartition log, long first) {
        long next = first;
        for (var record = log.next(); record != null; record = log.next()) {
            assertThat(record.sequence()).isEqualTo(next++);
        }
        return next - 1;
    }

    private KafkaPartition log(int events) {
        append(events);
        return new KafkaPartition(consumer, 3);
    }

    private long end() {
        return sequences.isEmpty() ? 0 : sequences.lastKey() + 3;
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            long sequence = sequences.isEmpty() ? 1 : sequences.lastEntry().getValue() + 1;
            sequences.put(marks + sequence + sequence / 2, sequence);
        }
        // Those at the end stay where they are when more is appended.
        marks += 2;
        long end = end();
        consumer.updateBeginningOffsets(Map.of(PLACE, 0L));
        consumer.updateEndOffsets(Map.of(PLACE, end));
    }

    /** One that has what is at its position, wherever that is moved to, some records at a time. */
    private final class Positioned extends MockConsumer<byte[], byte[]> {

        private static final int AT_ONCE = 7;

        Positioned() {
            super("none");
            updateBeginningOffsets(Map.of(PLACE, 0L));
            updateEndOffsets(Map.of(PLACE, end()));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            long from = position(PLACE);
            var some = sequences.tailMap(from, true).entrySet().stream().limit(AT_ONCE).toList();
            some.forEach(each -> addRecord(record(each.getKey(), each.getValue())));
            var records = super.poll(timeout);
            if (some.isEmpty()) {
                // Only marks are left, which a consumer passes by.
                seek(PLACE, Math.max(from, end()));
            }
            return records;
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long sequence) {
        var headers = new RecordHeaders();
        headers.add(HeaderNames.SEQUENCE, Long.toString(sequence).getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                Topics.EVENTS,
                3,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[1],
                new byte[1],
                headers,
                Optional.empty());
    }
}

package dev.orrery.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaLogTest {

    private static final int RECORDS = 1_000;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @Test
    void each_partition_is_read_to_its_end_in_its_own_order() {
        try (var log = log(2)) {
            consumer.schedulePollTask(() -> append(0, 0, RECORDS));
            consumer.schedulePollTask(() -> append(1, 0, RECORDS));

            for (int partition : log.partitions()) {
                assertThat(offsets(log, partition))
                        .containsExactlyElementsOf(
                                IntStream.range(0, RECORDS).mapToObj(each -> (long) each).toList());
            }
            assertThat(log.next(0)).isNull();
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void what_is_appended_while_it_reads_is_left_for_the_next_time() {
        try (var log = log(1)) {
            consumer.schedulePollTask(() -> append(0, 0, RECORDS + 5));

            assertThat(offsets(log, 0)).hasSize(RECORDS).endsWith(RECORDS - 1L);
        }
    }

    @Test
    void a_failure_of_kafka_is_told_in_a_sentence() {
        try (var log = log(1)) {
            consumer.setPollException(new KafkaException("it burns"));

            assertThatThrownBy(() -> log.next(0))
                    .isInstanceOf(LogUnavailable.class)
                    .hasMessage("The log can't be read: it burns");
        }
    }

    @Test
    void a_kafka_without_a_log_is_refused_in_a_sentence() {
        consumer.updatePartitions(Topics.EVENTS, List.of());

        assertThatThrownBy(() -> new KafkaLog(consumer))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("holds no log");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_kafka_that_is_not_there_is_told_in_a_sentence() {
        var nowhere = Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "200");

        assertThatThrownBy(() -> KafkaLog.open(nowhere))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("No Kafka answers at 127.0.0.1:1");
    }

    private KafkaLog log(int partitions) {
        var infos =
                IntStream.range(0, partitions)
                        .mapToObj(each ->
                                new PartitionInfo(
                                        Topics.EVENTS,
                                        each,
                                        Node.noNode(),
                                        new Node[0],
                                        new Node[0]))
                        .toList();
        consumer.updatePartitions(Topics.EVENTS, infos);
        for (int partition = 0; partition < partitions; partition++) {
            var topic = new TopicPartition(Topics.EVENTS, partition);
            consumer.updateBeginningOffsets(Map.of(topic, 0L));
            consumer.updateEndOffsets(Map.of(topic, (long) RECORDS));
        }
        return new KafkaLog(consumer);
    }

    private void append(int partition, int from, int count) {
        for (int offset = from; offset < from + count; offset++) {
            consumer.addRecord(
                    new ConsumerRecord<>(
                            Topics.EVENTS,
                            partition,
                            offset,
                            "key".getBytes(StandardCharsets.UTF_8),
                            "value".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<Long> offsets(KafkaLog log, int partition) {
        var offsets = new ArrayList<Long>();
        for (var each = log.next(partition); each != null; each = log.next(partition)) {
            offsets.add(each.offset());
        }
        return offsets;
    }
}

package dev.orrery.server.move;

import dev.orrery.audit.log.LogUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of one partition, up to the end that it had when this was opened. What was
 * committed a moment before is among them, though the brokers may not have marked it yet: it waits
 * for that.
 */
final class Records implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition place;
    private final long end;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    /**
     * @param kafka settings of any client, {@code bootstrap.servers} at least
     */
    Records(Map<String, Object> kafka, TopicPartition place) {
        this.place = place;
        consumer = consumer(kafka);
        try {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            end = end(kafka, place);
        } catch (RuntimeException noAnswer) {
            consumer.close();
            throw noAnswer;
        }
    }

    /** How many partitions a topic has, 0 where it is not there. */
    static int partitions(Map<String, Object> kafka, String topic) {
        try (var consumer = consumer(kafka)) {
            return consumer.partitionsFor(topic).size();
        }
    }

    /** With what is not committed yet. */
    private static long end(Map<String, Object> kafka, TopicPartition place) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The next one; nothing at the end. */
    @Nullable ConsumerRecord<byte[], byte[]> next() {
        long start = System.nanoTime();
        while (fetched.isEmpty() && consumer.position(place) < end) {
            long before = consumer.position(place);
            for (var record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    fetched.add(record);
                }
            }
            if (consumer.position(place) > before) {
                start = System.nanoTime();
            } else if (System.nanoTime() - start > ANSWER_MAX.toNanos()) {
                throw new LogUnavailable(
                        "Kafka stopped answering about "
                                + place
                                + "; see whether it still runs, and move again.");
            }
        }
        return fetched.poll();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

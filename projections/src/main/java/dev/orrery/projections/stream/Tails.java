package dev.orrery.projections.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Looks whether the end of a partition has any record, or nothing but marks of transactions. */
final class Tails implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK_MAX = Duration.ofSeconds(2);

    private final Map<String, Object> client;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    Tails(Map<String, Object> client) {
        this.client = Map.copyOf(client);
    }

    /**
     * Whether no committed record follows an offset; no too where Kafka does not say so in time.
     */
    boolean isEmpty(TopicPartition partition, long offset) {
        try {
            return isEmpty(partition, offset, open());
        } catch (TimeoutException silent) {
            return false;
        }
    }

    private static boolean isEmpty(
            TopicPartition partition, long offset, KafkaConsumer<byte[], byte[]> reader) {
        var place = List.of(partition);
        reader.assign(place);
        reader.seek(partition, offset);
        long end = reader.endOffsets(place).getOrDefault(partition, Long.MAX_VALUE);
        long start = System.nanoTime();
        while (reader.position(partition) < end) {
            if (!reader.poll(POLL).isEmpty() || System.nanoTime() - start > LOOK_MAX.toNanos()) {
                return false;
            }
        }
        return true;
    }

    private KafkaConsumer<byte[], byte[]> open() {
        var known = consumer;
        if (known != null) {
            return known;
        }
        var all = new HashMap<>(client);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "orrery-views-tails");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        var made = new KafkaConsumer<byte[], byte[]>(all);
        consumer = made;
        return made;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}

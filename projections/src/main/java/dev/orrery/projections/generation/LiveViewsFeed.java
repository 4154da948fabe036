package dev.orrery.projections.generation;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was decided about the views, as {@code orrery.views} tells it: the processor writes there
 * what follows from the events, within their transaction, and again whenever it starts.
 */
final class LiveViewsFeed implements AutoCloseable {

    private static final TopicPartition TOLD = new TopicPartition(Topics.VIEWS, 0);
    private static final Duration POLL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(LiveViewsFeed.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Codec<LiveViews> codec;
    private LiveViews latest = LiveViews.FIRST;

    /** Reads all that there is. */
    LiveViewsFeed(Map<String, Object> client, Codec<LiveViews> codec) {
        this.codec = codec;
        var all = new HashMap<>(client);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "orrery-views");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer = new KafkaConsumer<>(all);
        consumer.assign(List.of(TOLD));
        consumer.seekToBeginning(List.of(TOLD));
        long end = consumer.endOffsets(List.of(TOLD)).getOrDefault(TOLD, 0L);
        while (consumer.position(TOLD) < end) {
            poll();
        }
    }

    /** What was decided last. */
    LiveViews latest() {
        return latest;
    }

    /** Waits a moment for more. */
    void poll() {
        for (var record : consumer.poll(POLL)) {
            if (record.value() != null) {
                hear(record.offset(), record.value());
            }
        }
    }

    private void hear(long offset, byte[] value) {
        try {
            var told = codec.decode(value);
            // A task that starts tells again what it knows.
            if (told.version() > latest.version()) {
                latest = told;
            }
        } catch (UnreadableRecord foreign) {
            LOG.warn("What is at {}:{} is passed over: {}", TOLD, offset, foreign.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

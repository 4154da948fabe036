package dev.orrery.commands.processor;

import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code orrery.events} back through one consumer for all partitions, made when it is first
 * needed. Committed events only: what a dead writer left open is not part of the log.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int LOOK_BACK_FIRST = 16;

    private final Map<String, Object> settings;
    private @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * @param clientSettings how to reach Kafka
     */
    public KafkaEventLog(Map<String, Object> clientSettings) {
        settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "orrery-log-reader");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    }

    @Override
    public synchronized Optional<Entry> last(int partition) {
        var place = new TopicPartition(Topics.EVENTS, partition);
        var open = consumer();
        open.assign(List.of(place));
        long begin = offset(open.beginningOffsets(List.of(place)), place);
        long end = offset(open.endOffsets(List.of(place)), place);
        // Markers of transactions have offsets too: the last event can lie well before the end.
        long from = end;
        Optional<Entry> last = Optional.empty();
        for (long back = LOOK_BACK_FIRST; last.isEmpty() && from > begin; back *= 8) {
            from = Math.max(begin, end - back);
            last = lastBetween(place, from, end);
        }
        return last;
    }

    private Optional<Entry> lastBetween(TopicPartition place, long from, long end) {
        var open = consumer();
        open.seek(place, from);
        Optional<Entry> last = Optional.empty();
        while (open.position(place) < end) {
            for (var record : open.poll(POLL)) {
                last = Optional.of(entry(record));
            }
        }
        return last;
    }

    @Override
    public synchronized List<Entry> read(int partition, long offset) {
        var place = new TopicPartition(Topics.EVENTS, partition);
        var open = consumer();
        if (!open.assignment().equals(Set.of(place)) || open.position(place) != offset) {
            open.assign(List.of(place));
            open.seek(place, offset);
        }
        long end = offset(open.endOffsets(List.of(place)), place);
        var entries = new ArrayList<Entry>();
        while (entries.isEmpty() && open.position(place) < end) {
            for (var record : open.poll(POLL)) {
                entries.add(entry(record));
            }
        }
        return entries;
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        var open = consumer;
        if (open == null) {
            open =
                    new KafkaConsumer<>(
                            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = open;
        }
        return open;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition place) {
        var offset = offsets.get(place);
        return offset == null ? 0 : offset;
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        return new Entry(
                record.offset(),
                record.key(),
                record.timestamp(),
                record.headers(),
                record.value());
    }
}

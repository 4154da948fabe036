package dev.orrery.projections.stream;

import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The sequence of the last event of each partition of the log. Offsets would not do: the markers of
 * transactions have offsets too, so the last event is some way before the end.
 */
final class LogEnd {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STEP_BACK = 8;
    private static final long STEP_GROWTH = 16;

    private final Consumer<byte[], byte[]> consumer;
    private final EventFormat format;

    /**
     * @param consumer reads what is committed, and is the caller's to close
     */
    LogEnd(Consumer<byte[], byte[]> consumer, EventFormat format) {
        this.consumer = consumer;
        this.format = format;
    }

    /** Of each partition; 0 where there is no event. */
    Map<Integer, Long> sequences(int partitions) {
        var log =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                        .toList();
        consumer.assign(log);
        // Asked for all at once, and before anything is fetched: a question waits behind a fetch.
        var begins = consumer.beginningOffsets(log);
        var ends = consumer.endOffsets(log);
        var sequences = new HashMap<Integer, Long>();
        for (var partition : log) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            sequences.put(partition.partition(), last(partition, begin, end));
        }
        return Map.copyOf(sequences);
    }

    private long last(TopicPartition log, long begin, long end) {
        consumer.assign(List.of(log));
        long from = end;
        long found = 0;
        for (long back = STEP_BACK; found == 0 && from > begin; back *= STEP_GROWTH) {
            from = Math.max(begin, end - back);
            consumer.seek(log, from);
            found = lastUpTo(end, log);
        }
        return found;
    }

    private long lastUpTo(long end, TopicPartition log) {
        long last = 0;
        while (consumer.position(log) < end) {
            for (var record : consumer.poll(POLL)) {
                var event =
                        format.read(
                                record.partition(), record.key(), record.headers(), record.value());
                last = event.header().id().sequence();
            }
        }
        return last;
    }

    private RecordedEvent read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return format.read(record.partition(), record.key(), record.headers(), record.value());
        } catch (RuntimeException fault) {
            throw new ViewsStopped(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset(),
                    fault);
        }
    }
}

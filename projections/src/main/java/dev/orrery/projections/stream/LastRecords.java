package dev.orrery.projections.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The last record of each partition. Offsets alone would not do: the markers of transactions have
 * offsets too, so the last record is some way before the end.
 */
final class LastRecords {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STEP_BACK = 8;
    private static final long STEP_GROWTH = 16;

    private final Consumer<byte[], byte[]> consumer;
    private final Duration patience;

    /**
     * @param consumer reads what is committed, and is the caller's to close
     * @param patience how long nothing may come
     */
    LastRecords(Consumer<byte[], byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
    }

    /**
     * Of each partition the last record that is wanted; nothing of those that have none.
     *
     * @throws IllegalStateException when Kafka does not give what it has
     */
    Map<TopicPartition, ConsumerRecord<byte[], byte[]>> of(
            Collection<TopicPartition> partitions,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        consumer.assign(partitions);
        // Asked for all at once, and before anything is fetched: a question waits behind a fetch.
        var begins = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        var found = new HashMap<TopicPartition, ConsumerRecord<byte[], byte[]>>();
        var froms = new HashMap<>(ends);
        froms.entrySet().removeIf(each -> each.getValue() <= begin(begins, each.getKey()));
        for (long back = STEP_BACK; !froms.isEmpty(); back *= STEP_GROWTH) {
            long step = back;
            froms.replaceAll((each, from) -> Math.max(begin(begins, each), from - step));
            read(
                    froms,
                    ends,
                    record -> {
                        if (wanted.test(record)) {
                            found.put(
                                    new TopicPartition(record.topic(), record.partition()), record);
                        }
                    });
            froms.entrySet()
                    .removeIf(each ->
                            found.containsKey(each.getKey())
                                    || each.getValue() <= begin(begins, each.getKey()));
        }
        return found;
    }

    private void read(
            Map<TopicPartition, Long> froms,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> told) {
        consumer.assign(froms.keySet());
        froms.forEach(consumer::seek);
        var left = new HashSet<>(froms.keySet());
        long start = System.nanoTime();
        while (!left.isEmpty()) {
            var records = consumer.poll(POLL);
            records.forEach(told);
            boolean moved = left.removeIf(each -> consumer.position(each) >= end(ends, each));
            if (moved || !records.isEmpty()) {
                start = System.nanoTime();
            } else if (System.nanoTime() - start > patience.toNanos()) {
                throw new IllegalStateException(
                        "Kafka does not give the last records of " + left + "; see if it is well");
            }
        }
    }

    private static long begin(Map<TopicPartition, Long> begins, TopicPartition partition) {
        return begins.getOrDefault(partition, 0L);
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}

package dev.orrery.audit.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where events are in Kafka, by their sequences. */
final class KafkaPlaces {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    /**
     * @param consumer that is assigned all of these; where it stands afterwards is not said
     */
    KafkaPlaces(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.begins = begins;
        this.ends = ends;
    }

    /**
     * The offset of an event.
     *
     * @throws PositionUnknown when the partition has no such event
     */
    long of(TopicPartition partition, long sequence) {
        long end = ends.getOrDefault(partition, 0L);
        consumer.pause(consumer.assignment());
        consumer.resume(List.of(partition));
        try {
            return new SequenceSearch(offset -> look(partition, offset, end))
                    .find(sequence, begins.getOrDefault(partition, 0L), end)
                    .orElseThrow(() ->
                            new PositionUnknown(
                                    "This log has no event "
                                            + partition.partition()
                                            + ":"
                                            + sequence
                                            + "; it may be a position of another log."));
        } finally {
            consumer.resume(consumer.assignment());
        }
    }

    private List<SequenceSearch.Seen> look(TopicPartition partition, long offset, long end) {
        consumer.seek(partition, offset);
        long start = System.nanoTime();
        var seen = new ArrayList<SequenceSearch.Seen>();
        while (seen.isEmpty() && consumer.position(partition) < end) {
            for (var each : consumer.poll(POLL).records(partition)) {
                var record =
                        new LogRecord(
                                partition.partition(),
                                each.offset(),
                                each.timestamp(),
                                each.key(),
                                each.headers(),
                                each.value());
                seen.add(new SequenceSearch.Seen(each.offset(), record.sequence()));
            }
            if (System.nanoTime() - start > ANSWER_MAX.toNanos()) {
                throw new LogUnavailable("Kafka stopped answering; see whether it still runs.");
            }
        }
        return seen;
    }
}

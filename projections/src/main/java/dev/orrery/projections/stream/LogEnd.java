package dev.orrery.projections.stream;

import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The sequence of the last event of each partition of the log. */
final class LogEnd {

    private final LastRecords records;
    private final EventFormat format;

    LogEnd(LastRecords records, EventFormat format) {
        this.records = records;
        this.format = format;
    }

    /**
     * Of each partition; 0 where there is no event.
     *
     * @throws ViewsStopped when a last event can't be read, with its place
     */
    Map<Integer, Long> sequences(int partitions) {
        var log =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                        .toList();
        var sequences = new HashMap<Integer, Long>();
        log.forEach(partition -> sequences.put(partition.partition(), 0L));
        records.of(log, _ -> true)
                .forEach((partition, last) -> sequences.put(partition.partition(), sequence(last)));
        return Map.copyOf(sequences);
    }

    private long sequence(ConsumerRecord<byte[], byte[]> last) {
        try {
            if (last.key() == null || last.value() == null) {
                throw new UnreadableRecord("An event has a key and a value");
            }
            return format.read(last.partition(), last.key(), last.headers(), last.value())
                    .header()
                    .id()
                    .sequence();
        } catch (UnreadableRecord | SchemaUnavailable unreadable) {
            throw new ViewsStopped(
                    last.topic() + "-" + last.partition() + " at offset " + last.offset(),
                    unreadable);
        }
    }
}

package dev.orrery.server.move;

import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.StartRefused;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes a log to another Kafka and another registry. Key, time, headers and content of each event
 * stay, and so do its partition and its place there; the schema id in front of it, which its hash
 * leaves out, becomes the other registry's.
 *
 * <p>Ended early, it can be done again: events are gone on with where they end. The rest, of which
 * a later record with the same key takes the place of an earlier one, is copied once more.
 */
public final class LogMove {

    private final Map<String, Object> from;
    private final Map<String, Object> to;
    private final Relabel relabel;
    private final Progress progress;
    private final EventWalk events;
    private final int partitions;

    /**
     * What was moved.
     *
     * @param last the last event of each partition that has one
     * @param partitions of the log
     * @param leftOut records of code and output that don't say their schema
     */
    public record Summary(Position last, int partitions, long leftOut) {

        /** How many events the log has. */
        public long events() {
            return last.sequences().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param from settings of clients of the Kafka with the log
     * @param to settings of clients of the other Kafka, which has the topics of an installation
     * @param registry the other registry
     * @param out is told how far it is
     */
    public LogMove(
            Map<String, Object> from,
            Map<String, Object> to,
            SchemaRegistry registry,
            PrintWriter out) {
        this.from = Map.copyOf(from);
        this.to = Map.copyOf(to);
        var servers = new HashMap<String, String>();
        from.forEach((name, value) -> servers.put(name, String.valueOf(value)));
        var schemas = new KafkaSchemas(servers);
        relabel = new Relabel(schemas, registry);
        progress = new Progress(out);
        events = new EventWalk(this.from, this.to, LogFormat.of(schemas), progress);
        partitions = partitions(from);
    }

    /**
     * How many partitions the log of a Kafka has.
     *
     * @param kafka settings of clients
     */
    public static int partitions(Map<String, Object> kafka) {
        int found = Records.partitions(kafka, Topics.EVENTS);
        if (found == 0) {
            throw new StartRefused(
                    "There is no log to be moved: the topic " + Topics.EVENTS + " is not there.");
        }
        return found;
    }

    /**
     * Looks whether it can be done, does it, and looks whether it was done.
     *
     * @throws StartRefused when a log is not what it must be; nothing was written where the log is
     *     not whole or the other Kafka has another one
     */
    public Summary run() throws InterruptedException {
        // Before anything is written: it ends what an earlier move may have left open.
        try (var batches = new Batches(to)) {
            progress.begin("Checking the hash chain of " + Topics.EVENTS);
            walk(_ -> {});
            copy(batches, Topics.SCHEMAS, record -> verbatim(record));
            long leftOut = copy(batches, Topics.ARTIFACTS, relabel::of);
            leftOut += copyOutput(batches);
            progress.begin("Copying " + Topics.EVENTS);
            walk(event -> batches.add(relabel.of(event).orElseThrow(() -> unknown(event))));
            batches.commit();
            progress.begin("Comparing the copy of " + Topics.EVENTS);
            var last = walk(LogMove::refuseLacking);
            return new Summary(last, partitions, leftOut);
        }
    }

    private Position walk(Consumer<ConsumerRecord<byte[], byte[]>> lacking) {
        var last = new TreeMap<Integer, Long>();
        for (int partition = 0; partition < partitions; partition++) {
            long sequence = events.through(partition, lacking);
            if (sequence > 0) {
                last.put(partition, sequence);
            }
        }
        return new Position(last);
    }

    /** Output is kept by its age, so what is copied must not become young. */
    private long copyOutput(Batches batches) throws InterruptedException {
        try (var _ = WriterTimes.on(to, Topics.LOGS)) {
            return copy(batches, Topics.LOGS, relabel::of);
        }
    }

    private long copy(
            Batches batches,
            String topic,
            Function<ConsumerRecord<byte[], byte[]>, Optional<ProducerRecord<byte[], byte[]>>>
                    changed) {
        progress.begin("Copying " + topic);
        long leftOut = 0;
        int count = Records.partitions(from, topic);
        for (int partition = 0; partition < count; partition++) {
            try (var records = new Records(from, new TopicPartition(topic, partition))) {
                for (var record = records.next(); record != null; record = records.next()) {
                    var copy = changed.apply(record);
                    copy.ifPresent(batches::add);
                    leftOut += copy.isPresent() ? 0 : 1;
                    progress.tick();
                }
            }
        }
        batches.commit();
        return leftOut;
    }

    private static Optional<ProducerRecord<byte[], byte[]>> verbatim(
            ConsumerRecord<byte[], byte[]> record) {
        return Optional.of(Relabel.as(record, record.value()));
    }

    private static StartRefused unknown(ConsumerRecord<byte[], byte[]> event) {
        return new StartRefused(
                "The schema of the event at partition "
                        + event.partition()
                        + ", offset "
                        + event.offset()
                        + " is not in "
                        + Topics.SCHEMAS
                        + "; start Orrery on the folder once, and move again.");
    }

    private static void refuseLacking(ConsumerRecord<byte[], byte[]> event) {
        throw new StartRefused(
                "The copy lacks the event at partition "
                        + event.partition()
                        + ", offset "
                        + event.offset()
                        + "; see that nothing else writes there, and move again.");
    }
}

package dev.orrery.audit.log;

import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The schemas beside the log, read when an event is met that another version wrote. It only reads:
 * an audit leaves no trace in what it audits, and needs no right to write.
 */
public final class KafkaSchemas implements Archive {

    private static final TopicPartition WHOLE = new TopicPartition(Topics.SCHEMAS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration READ_MAX = Duration.ofSeconds(60);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private @Nullable Map<String, Schema> schemas;

    /**
     * @param kafka settings of the consumer, {@code bootstrap.servers} at least
     */
    public KafkaSchemas(Map<String, ?> kafka) {
        this(() -> new KafkaConsumer<>(KafkaLog.settings(kafka)));
    }

    KafkaSchemas(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /**
     * @throws LogUnavailable when Kafka does not answer
     */
    @Override
    public synchronized Optional<Schema> find(String fingerprint) {
        if (schemas == null) {
            schemas = read();
        }
        return Optional.ofNullable(schemas.get(fingerprint));
    }

    private Map<String, Schema> read() {
        var found = new HashMap<String, Schema>();
        try (var consumer = consumers.get()) {
            if (consumer.partitionsFor(Topics.SCHEMAS).isEmpty()) {
                return found;
            }
            consumer.assign(List.of(WHOLE));
            consumer.seekToBeginning(List.of(WHOLE));
            long end = consumer.endOffsets(List.of(WHOLE)).getOrDefault(WHOLE, 0L);
            long start = System.nanoTime();
            while (consumer.position(WHOLE) < end) {
                if (System.nanoTime() - start > READ_MAX.toNanos()) {
                    throw new LogUnavailable(Topics.SCHEMAS + " could not be read in time.");
                }
                consumer.poll(POLL).forEach(each -> add(found, each));
            }
            return found;
        } catch (KafkaException noAnswer) {
            throw KafkaLog.noAnswer(noAnswer);
        }
    }

    /** What is not the schema of its fingerprint is passed over: it may not decide what is read. */
    private static void add(Map<String, Schema> found, ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null || each.value() == null) {
            return;
        }
        try {
            var text = new String(each.value(), StandardCharsets.UTF_8);
            var schema = new Schema.Parser().parse(text);
            var fingerprint = fingerprint(schema);
            if (fingerprint.equals(new String(each.key(), StandardCharsets.UTF_8))) {
                found.put(fingerprint, schema);
            }
        } catch (AvroRuntimeException malformed) {
            // Then an event that needs it is the one that can't be read, and is reported.
        }
    }

    private static String fingerprint(Schema schema) {
        try {
            return HexFormat.of()
                    .formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}

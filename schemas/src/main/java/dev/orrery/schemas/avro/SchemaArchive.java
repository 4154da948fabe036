package dev.orrery.schemas.avro;

import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive in {@code orrery.schemas}: fingerprint to schema, beside the log that needs them. A
 * process adds its own when it starts and reads all; a fingerprint that it does not know, from a
 * process of a later version, makes it look again.
 */
public final class SchemaArchive implements Archive {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaArchive.class);
    private static final TopicPartition WHOLE = new TopicPartition(Topics.SCHEMAS, 0);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration READ_MAX = Duration.ofSeconds(60);
    private static final Duration TURN = Duration.ofMillis(200);
    private static final int FETCH_MILLIS_MAX = 10;

    private final Map<String, Object> clients;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private long readAtNanos;

    private SchemaArchive(Map<String, Object> clients) {
        this.clients = Map.copyOf(clients);
    }

    /**
     * @param clients where Kafka is, and how to speak to it
     * @throws KafkaException when the topic can't be read or written
     */
    public static SchemaArchive open(Map<String, Object> clients) {
        var archive = new SchemaArchive(clients);
        archive.read();
        archive.addOurs();
        return archive;
    }

    @Override
    public Optional<Schema> find(String fingerprint) {
        var known = schemas.get(fingerprint);
        return known != null ? Optional.of(known) : lookAgain(fingerprint);
    }

    private synchronized Optional<Schema> lookAgain(String fingerprint) {
        // A flood of junk fingerprints must not become a flood of reading.
        if (System.nanoTime() - readAtNanos >= LOOK_AGAIN.toNanos()) {
            read();
        }
        return Optional.ofNullable(schemas.get(fingerprint));
    }

    private synchronized void read() {
        var settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // The close waits behind a fetch past the end, which waits for what does not come.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS_MAX);
        var text = new StringDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.assign(List.of(WHOLE));
            consumer.seekToBeginning(List.of(WHOLE));
            long end = consumer.endOffsets(List.of(WHOLE)).getOrDefault(WHOLE, 0L);
            long begun = System.nanoTime();
            while (consumer.position(WHOLE) < end) {
                if (System.nanoTime() - begun > READ_MAX.toNanos()) {
                    throw new KafkaException(Topics.SCHEMAS + " could not be read in time");
                }
                consumer.poll(TURN).forEach(this::add);
            }
        }
        readAtNanos = System.nanoTime();
    }

    private void add(ConsumerRecord<String, String> entry) {
        var fingerprint = entry.key();
        var text = entry.value();
        if (fingerprint == null || text == null) {
            return;
        }
        try {
            var schema = new Schema.Parser().parse(text);
            // Whoever may write to the topic must not decide how the log is read.
            if (Fingerprint.of(schema).equals(fingerprint)) {
                schemas.put(fingerprint, schema);
                return;
            }
        } catch (AvroRuntimeException malformed) {
            LOG.debug("Not a schema", malformed);
        }
        LOG.warn(
                "{} at offset {} is not the schema of its fingerprint and was ignored",
                Topics.SCHEMAS,
                entry.offset());
    }

    private void addOurs() {
        var missing =
                Contracts.all().stream()
                        .filter(contract -> !schemas.containsKey(contract.fingerprint()))
                        .toList();
        if (missing.isEmpty()) {
            return;
        }
        var settings = new HashMap<>(clients);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        var text = new StringSerializer();
        try (var producer = new KafkaProducer<>(settings, text, text)) {
            var written = new ArrayList<Future<RecordMetadata>>();
            for (Contract contract : missing) {
                written.add(
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.SCHEMAS,
                                        WHOLE.partition(),
                                        contract.fingerprint(),
                                        contract.schema().toString())));
                schemas.put(contract.fingerprint(), contract.schema());
            }
            written.forEach(SchemaArchive::await);
        }
    }

    private static void await(Future<RecordMetadata> written) {
        try {
            var _ = written.get();
        } catch (ExecutionException failed) {
            throw new KafkaException(Topics.SCHEMAS + " can't be written", failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}

package dev.orrery.verify.server;

import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.node.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A server's Kafka, as any client of it sees it.
 *
 * @param endpoints where the server is
 */
public record Kafka(Endpoints endpoints) {

    private static final Duration POLL = Duration.ofMillis(50);

    /** The codecs of somebody who knows the registry's address. */
    public Codecs codecs() {
        var registry =
                new HttpSchemaRegistry(
                        RegistrySettings.from(Map.of("schema.registry.url", endpoints.registry())));
        return Codecs.start(
                SchemaIds.register(
                        new Registrar() {
                            @Override
                            public int register(String subject, Schema schema) {
                                return registry.register(subject, schema);
                            }

                            @Override
                            public Optional<Schema> schema(int id) {
                                return Optional.of(registry.schema(id));
                            }
                        }));
    }

    public RecordMetadata produce(ProducerRecord<byte[], byte[]> record) {
        return produce(record, Map.of());
    }

    /**
     * @param more settings of the producer
     */
    public RecordMetadata produce(ProducerRecord<byte[], byte[]> record, Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", endpoints.kafka());
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(record).get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException(refused);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** How many offsets each partition of the log has: what is refused must not change it. */
    public Map<TopicPartition, Long> logEnd() {
        try (var consumer = consumer(endpoints.kafka())) {
            return consumer.endOffsets(partitions(consumer, Topics.EVENTS));
        }
    }

    /** The same record, to be written elsewhere. */
    public static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }

    /** All that is committed on a topic. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return read(endpoints.kafka(), topic);
    }

    /** All that is committed on a topic of a Kafka. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String servers, String topic) {
        try (var consumer = consumer(servers)) {
            var partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** The first record of a topic that fits, once it is there. */
    public ConsumerRecord<byte[], byte[]> awaitRecord(
            String topic, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
        var found = new AtomicReference<ConsumerRecord<byte[], byte[]>>();
        await("a record on " + topic)
                .until(() -> {
                    read(topic).stream().filter(fits).findFirst().ifPresent(found::set);
                    return found.get() != null;
                });
        return found.get();
    }

    public Log log() {
        return Log.of(read(Topics.EVENTS), codecs());
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}

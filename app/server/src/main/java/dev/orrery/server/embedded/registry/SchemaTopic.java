package dev.orrery.server.embedded.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The registry's memory: one compacted partition, read once and then only written. */
final class SchemaTopic implements AutoCloseable {
    static final TopicPartition PARTITION = new TopicPartition("_schemas", 0);

    /** A schema of the largest body that is taken, quoted once more. */
    private static final String RECORD_BYTES_MAX = Integer.toString(4 * 1024 * 1024);

    private final Producer<byte[], byte[]> producer;

    private SchemaTopic(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Makes the topic if it is missing and hands every record of it to `reader`, in order. */
    static SchemaTopic open(Map<String, String> client, Consumer<RegistryRecord> reader) {
        // A topic that is being made can't be read for a while, and has nothing to be read.
        if (!make(client)) {
            read(client, reader);
        }
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("linger.ms", "0");
        settings.put("delivery.timeout.ms", "10000");
        settings.put("request.timeout.ms", "5000");
        settings.put("max.request.size", RECORD_BYTES_MAX);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new SchemaTopic(new KafkaProducer<>(settings, bytes, bytes));
    }

    /** Done when the record is kept. */
    Future<RecordMetadata> append(RegistryRecord entry) {
        return producer.send(
                new ProducerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        RecordFormat.key(entry),
                        RecordFormat.value(entry)));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /** Returns whether the topic is new. */
    private static boolean make(Map<String, String> client) {
        NewTopic topic =
                new NewTopic(PARTITION.topic(), 1, (short) -1)
                        .configs(
                                Map.of(
                                        "cleanup.policy",
                                        "compact",
                                        "max.message.bytes",
                                        RECORD_BYTES_MAX));
        try (Admin admin = Admin.create(Map.copyOf(client))) {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("The topic _schemas can't be made.", e);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The making of the topic _schemas was interrupted.", e);
        }
    }

    private static void read(Map<String, String> client, Consumer<RegistryRecord> reader) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", "false");
        // The close waits behind a fetch past the end, which waits for what does not come.
        settings.put("fetch.max.wait.ms", "10");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            List<TopicPartition> partition = List.of(PARTITION);
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long end = consumer.endOffsets(partition).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    reader.accept(parse(each));
                }
            }
        }
    }

    private static RegistryRecord parse(ConsumerRecord<byte[], byte[]> from) {
        try {
            return RecordFormat.parse(from.key(), from.value());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "Record %d of the topic _schemas can't be read, and a registry that leaves one"
                                    .formatted(from.offset())
                            + " out would give its id to another schema.",
                    e);
        }
    }
}

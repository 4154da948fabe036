package dev.orrery.server.move;

import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.WriterSchema;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Gives records the schema ids of another registry. Which schema a record was written with says its
 * fingerprint, and never the id that it has: that is the word of a registry that may be gone.
 */
final class Relabel {

    private static final byte MAGIC = 0;

    private final KafkaSchemas schemas;
    private final SchemaRegistry registry;

    /** By topic and fingerprint; as many as there are schemas. */
    private final Map<String, Optional<Integer>> ids = new HashMap<>();

    Relabel(KafkaSchemas schemas, SchemaRegistry registry) {
        this.schemas = schemas;
        this.registry = registry;
    }

    /** The record as it is to be written; nothing when nobody can tell its schema. */
    Optional<ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length < Codec.PREFIX_BYTES || value[0] != MAGIC) {
            return Optional.empty();
        }
        var fingerprint = WriterSchema.in(record.headers());
        return fingerprint == null
                ? Optional.empty()
                : id(record.topic(), fingerprint).map(id -> as(record, withId(value, id)));
    }

    /** The same record on the same partition at the same time. */
    static ProducerRecord<byte[], byte[]> as(ConsumerRecord<byte[], byte[]> record, byte[] value) {
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                value,
                record.headers());
    }

    private Optional<Integer> id(String topic, String fingerprint) {
        return ids.computeIfAbsent(topic + " " + fingerprint, _ -> register(topic, fingerprint));
    }

    private Optional<Integer> register(String topic, String fingerprint) {
        return schemas.find(fingerprint)
                .map(schema -> Registration.topicRecordName(topic, schema))
                .map(wanted -> registry.register(wanted.subject(), wanted.schema()));
    }

    private static byte[] withId(byte[] value, int id) {
        byte[] changed = value.clone();
        ByteBuffer.wrap(changed).putInt(1, id);
        return changed;
    }
}

package dev.orrery.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSchemasTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("RunParked").fields().requiredString("run").endRecord();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final KafkaSchemas schemas = new KafkaSchemas(() -> consumer);
    private long end;

    @Test
    void a_schema_is_found_by_its_fingerprint() throws NoSuchAlgorithmException {
        stand(fingerprint(), SCHEMA.toString());

        assertThat(schemas.find(fingerprint())).contains(SCHEMA);
        assertThat(schemas.find("unknown")).isEmpty();
    }

    @Test
    void what_is_not_the_schema_of_its_fingerprint_is_passed_over()
            throws NoSuchAlgorithmException {
        stand("0".repeat(64), SCHEMA.toString());
        stand(fingerprint(), "not a schema");

        assertThat(schemas.find("0".repeat(64))).isEmpty();
        assertThat(schemas.find(fingerprint())).isEmpty();
    }

    @Test
    void a_kafka_without_schemas_has_none() {
        consumer.updatePartitions(Topics.SCHEMAS, List.of());

        assertThat(schemas.find("any")).isEmpty();
    }

    @Test
    void a_failure_of_kafka_is_told_in_a_sentence() {
        stand("any", "any");
        consumer.setPollException(new KafkaException("it burns"));

        assertThatThrownBy(() -> schemas.find("any"))
                .isInstanceOf(LogUnavailable.class)
                .hasMessageContaining("it burns");
    }

    private static String fingerprint() throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint("SHA-256", SCHEMA));
    }

    private void stand(String key, String value) {
        var topic = new TopicPartition(Topics.SCHEMAS, 0);
        var node = Node.noNode();
        consumer.updatePartitions(
                Topics.SCHEMAS,
                List.of(new PartitionInfo(Topics.SCHEMAS, 0, node, new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(topic, 0L));
        consumer.schedulePollTask(() ->
                consumer.addRecord(
                        new ConsumerRecord<>(Topics.SCHEMAS, 0, end++, bytes(key), bytes(value))));
        consumer.updateEndOffsets(Map.of(topic, 1L));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

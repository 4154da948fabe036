import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.RegistrySettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints every event of the log, from the first one on, and waits for more: {@code java
 * -Dlogback.configurationFile=DISTRIBUTION/conf/logback.xml -cp 'DISTRIBUTION/lib/*'
 * ReadEvents.java KAFKA REGISTRY}. Both addresses are in the server's endpoints.json.
 */
public class ReadEvents {

    private static final int PREFIX_BYTES = 5;

    public static void main(String[] arguments) throws IOException {
        var registry =
                new HttpSchemaRegistry(
                        RegistrySettings.from(Map.of("schema.registry.url", arguments[1])));
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", arguments[0],
                        "group.id", "read-events-" + UUID.randomUUID(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false");
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("orrery.events"));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    var schema = registry.schema(ByteBuffer.wrap(record.value()).getInt(1));
                    System.out.printf(
                            "{\"id\":\"%s\",\"type\":\"%s\",\"subject\":\"%s\",\"time\":\"%s\",\"commandId\":\"%s\",\"data\":%s}%n",
                            attribute(record, "id"), // partition:sequence
                            attribute(record, "type"), // dev.orrery.RunRequested
                            attribute(record, "subject"), // the run, deployment or schedule
                            attribute(record, "time"),
                            attribute(record, "commandid"),
                            json(read(schema, record.value())));
                }
            }
        }
    }

    /** Confluent's wire format: a zero, the number of the schema in four bytes, Avro. */
    private static GenericRecord read(Schema schema, byte[] value) throws IOException {
        var avro =
                DecoderFactory.get()
                        .binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, avro);
    }

    private static String json(GenericRecord event) throws IOException {
        var text = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().jsonEncoder(event.getSchema(), text);
        new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        encoder.flush();
        return text.toString(StandardCharsets.UTF_8);
    }

    private static String attribute(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader("ce_" + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}

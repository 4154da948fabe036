package dev.orrery.schemas.exchange;

import dev.orrery.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends commands and reports, each at once and each once. */
final class Outbox {

    private final Producer<byte[], byte[]> producer;

    Outbox(Map<String, Object> clients, String instance, Duration timeout) {
        producer = new KafkaProducer<>(settings(clients, instance, timeout));
    }

    private static Map<String, Object> settings(
            Map<String, Object> clients, String instance, Duration timeout) {
        int millis = (int) timeout.toMillis();
        var all = new HashMap<>(clients);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "orrery-outbox-" + instance);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_BYTES_MAX);
        // Whoever sends waits for the answer only so long, so trying longer helps nobody.
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        return all;
    }

    /** Hands a failure of the sending over, or throws it where it is known at once. */
    void send(ProducerRecord<byte[], byte[]> message, Consumer<Exception> failed) {
        var _ =
                producer.send(
                        message,
                        (_, failure) -> {
                            if (failure != null) {
                                failed.accept(failure);
                            }
                        });
    }

    void close(Duration longest) {
        producer.close(longest);
    }
}

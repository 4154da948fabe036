package dev.orrery.runner.lease;

import dev.orrery.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the Kafka clients of a runner, each set up for what it is for.
 *
 * @param settings what all of them share: servers, security
 * @param name of the runner, which the clients' ids begin with
 */
record Clients(Map<String, Object> settings, String name) {

    Admin admin() {
        return Admin.create(settings);
    }

    /**
     * Wake-ups of the pool's runs.
     *
     * @param records how many are taken at once, and never more
     */
    ShareConsumer<byte[], byte[]> wakeUps(Pool pool, int records) {
        var config = with("dispatch-" + pool.label() + "-" + records);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, pool.group());
        config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // Nothing beyond what was asked for, and nothing ahead of time: what we hold, nobody else
        // gets.
        config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        // A runner that is full does not poll, for as long as its runs take.
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(Duration.ofDays(7)));
        var consumer =
                new KafkaShareConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(pool.topic()));
        return consumer;
    }

    Consumer<String, byte[]> control() {
        var config = with("control");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A client of their own for heartbeats, so that no output stands in line before them. */
    KafkaProducer<String, byte[]> heartbeats() {
        var config = with("heartbeats");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofSeconds(5)));
        // A renewal that is so late renews nothing.
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(15)));
        return producer(config);
    }

    KafkaProducer<String, byte[]> output() {
        var config = with("output");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * OutputLog.IN_FLIGHT_BYTES_MAX);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofSeconds(2)));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(60)));
        return producer(config);
    }

    Producer<String, byte[]> letters() {
        var config = with("dead-letters");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LETTER_BYTES_MAX);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(Duration.ofSeconds(5)));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(5)));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(Duration.ofSeconds(10)));
        return producer(config);
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> with(String purpose) {
        var config = new HashMap<>(settings);
        config.put("client.id", name + "-" + purpose);
        return config;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}

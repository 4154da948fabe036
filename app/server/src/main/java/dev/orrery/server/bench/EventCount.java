package dev.orrery.server.bench;

import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the events of a type as they are committed to the log. */
final class EventCount implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final String type;
    private final AtomicLong count = new AtomicLong();
    private final Thread reading;

    EventCount(String bootstrapServers, String type) {
        this.type = type;
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        var log =
                consumer.partitionsFor(Topics.EVENTS).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(log);
        consumer.seekToEnd(log);
        log.forEach(consumer::position);
        reading = Thread.ofPlatform().name("bench-count").daemon().start(this::read);
    }

    long count() {
        return count.get();
    }

    private void read() {
        try (consumer) {
            for (; ; ) {
                for (var record : consumer.poll(TURN)) {
                    if (type(record).endsWith(type)) {
                        count.incrementAndGet();
                    }
                }
            }
        } catch (WakeupException _) {
            // The close asked for it.
        }
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(HeaderNames.TYPE);
        if (header == null || header.value() == null) {
            throw new IllegalStateException("an event without a type");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reading.join();
    }
}

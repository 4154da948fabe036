package dev.orrery.server.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a record and waits to read one that answers it, as little as can be: a ticket in the first
 * eight bytes tells which.
 */
final class BareLine implements AutoCloseable {

    private static final int VALUE_BYTES = 200;
    private static final Duration TURN = Duration.ofMillis(100);

    private final Map<Long, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final String to;
    private final Thread reading;

    /**
     * @param from whose first partition is read
     */
    BareLine(Map<String, Object> clients, String to, String from) {
        this.to = to;
        var writing = new HashMap<>(clients);
        writing.put("linger.ms", 0);
        writing.put("acks", "all");
        producer =
                new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        var readingSettings = new HashMap<>(clients);
        readingSettings.put("isolation.level", "read_committed");
        consumer =
                new KafkaConsumer<>(
                        readingSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var inbox = new TopicPartition(from, 0);
        consumer.assign(List.of(inbox));
        consumer.seekToEnd(List.of(inbox));
        var _ = consumer.position(inbox);
        reading = Thread.ofPlatform().name("bench-reading").daemon().start(this::read);
    }

    CompletableFuture<Boolean> ask(int slot, int partition) {
        long ticket = tickets.incrementAndGet();
        var answer = new CompletableFuture<Boolean>();
        waiting.put(ticket, answer);
        var key = ByteBuffer.allocate(Integer.BYTES).putInt(slot).array();
        var value = ByteBuffer.allocate(VALUE_BYTES).putLong(ticket).array();
        var _ =
                producer.send(
                        new ProducerRecord<>(to, partition, key, value),
                        (_, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            }
                        });
        return answer;
    }

    private void read() {
        try (consumer) {
            for (; ; ) {
                for (var record : consumer.poll(TURN)) {
                    var answer = waiting.remove(ByteBuffer.wrap(record.value()).getLong());
                    if (answer != null) {
                        Thread.startVirtualThread(() -> answer.complete(true));
                    }
                }
            }
        } catch (WakeupException _) {
            // The close asked for it.
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reading.join();
        producer.close();
    }
}

package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the runner could not read. Letters are rare, so that each has a producer of its own
 * and a runner that reads everything has none.
 *
 * @param producers makes one
 */
record DeadLetters(Supplier<Producer<String, byte[]>> producers, Codec<DeadLetter> codec) {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    /** Returns when it is kept; false when it could not be. */
    boolean put(ConsumerRecord<?, byte[]> record, @Nullable String reason) {
        var letter =
                new DeadLetter(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        String.valueOf(reason),
                        key(record.key()),
                        record.value() == null ? null : ByteBuffer.wrap(record.value()));
        var place = record.topic() + ":" + record.partition() + ":" + record.offset();
        try (var producer = producers.get()) {
            var kept =
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.DEAD_LETTERS, 0, place, codec.encode(letter)));
            producer.flush();
            kept.get();
            return true;
        } catch (KafkaException | ExecutionException failure) {
            LOG.warn("The record at {} could not be kept as a dead letter", place, failure);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable ByteBuffer key(@Nullable Object key) {
        return switch (key) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case null -> null;
            default -> ByteBuffer.wrap(key.toString().getBytes(StandardCharsets.UTF_8));
        };
    }
}

package dev.orrery.audit.log;

import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A partition in Kafka, read with a plain consumer of its own: committed events only. */
public final class KafkaPartition implements PartitionLog {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /** Many at once, since each fetch is a way to the broker and back. */
    private static final Map<String, String> IN_BULK =
            Map.of(
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000",
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304");

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition place;
    private final List<TopicPartition> places;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private long start;
    private long end;

    /**
     * @param kafka settings of the consumer, {@code bootstrap.servers} at least
     * @param partition which one is to be read, from its start
     * @throws LogUnavailable when no Kafka answers, or has no such partition
     */
    public static KafkaPartition open(Map<String, String> kafka, int partition) {
        try {
            var settings = KafkaLog.settings(kafka);
            settings.putAll(IN_BULK);
            return new KafkaPartition(new KafkaConsumer<>(settings), partition);
        } catch (KafkaException noAnswer) {
            throw KafkaLog.noAnswer(noAnswer);
        }
    }

    KafkaPartition(Consumer<byte[], byte[]> consumer, int partition) {
        this.consumer = consumer;
        place = new TopicPartition(Topics.EVENTS, partition);
        places = List.of(place);
        try {
            consumer.assign(places);
            consumer.seekToBeginning(places);
            start = consumer.position(place);
            extend();
        } catch (RuntimeException refused) {
            consumer.close();
            throw refused;
        }
    }

    @Override
    public int partition() {
        return place.partition();
    }

    @Override
    public void extend() {
        end = ask(() -> consumer.endOffsets(places)).getOrDefault(place, end);
    }

    @Override
    public long lastSequence() {
        // At the end stand marks of transactions, and nobody says how many.
        long last = 0;
        long from = end;
        for (long back = 1; last == 0 && from > start; back *= 8) {
            from = Math.max(start, end - back);
            goTo(from);
            for (var record = next(); record != null; record = next()) {
                last = Math.max(last, record.sequence());
            }
        }
        goTo(start);
        return last;
    }

    /** A sequence has no higher offset than any that comes after it, and none below its own. */
    @Override
    public void seek(long sequence) {
        long from = Math.clamp(sequence - 1, start, Math.max(start, end));
        long to = end;
        while (from < to) {
            long middle = from + (to - from) / 2;
            goTo(middle);
            var record = next();
            if (record == null || record.sequence() >= sequence) {
                to = middle;
            } else {
                from = record.offset() + 1;
            }
        }
        goTo(from);
    }

    private void goTo(long offset) {
        fetched = Collections.emptyIterator();
        consumer.seek(place, offset);
    }

    @Override
    public @Nullable LogRecord next() {
        long asked = System.nanoTime();
        while (!fetched.hasNext()) {
            if (ask(() -> consumer.position(place)) >= end) {
                return null;
            }
            fetched = ask(() -> consumer.poll(POLL)).iterator();
            if (System.nanoTime() - asked > ANSWER_MAX.toNanos()) {
                throw new LogUnavailable("Kafka stopped answering; see whether it still runs.");
            }
        }
        var record = fetched.next();
        if (record.offset() >= end) {
            // Not lost: the end may be moved on.
            goTo(record.offset());
            return null;
        }
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.headers(),
                record.value());
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException noAnswer) {
            throw KafkaLog.noAnswer(noAnswer);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.orrery.server.move;

import dev.orrery.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes in transactions, one after another, so that whatever ends it early leaves a beginning of
 * what was to be written, with no gap. Who starts a second one ends the first.
 */
final class Batches implements AutoCloseable {

    private static final String TRANSACTIONS = "orrery-move-log";
    private static final int RECORDS_MAX = 1_000;
    private static final long BYTES_MAX = 16L * 1024 * 1024;
    private static final int TRANSACTION_MILLIS_MAX = 60_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private int records;
    private long bytes;

    /**
     * @param kafka settings of any client, {@code bootstrap.servers} at least
     */
    Batches(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONS);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS_MAX);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_BYTES_MAX);
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException refused) {
            producer.close(Duration.ZERO);
            throw refused;
        }
    }

    void add(ProducerRecord<byte[], byte[]> record) {
        if (records == 0) {
            producer.beginTransaction();
        }
        // What it comes to is known at the commit, which fails when one of them did.
        var _ = producer.send(record);
        records++;
        bytes += record.value() == null ? 0 : record.value().length;
        if (records >= RECORDS_MAX || bytes >= BYTES_MAX) {
            commit();
        }
    }

    void commit() {
        if (records > 0) {
            producer.commitTransaction();
            records = 0;
            bytes = 0;
        }
    }

    /** What was not committed is not written. */
    @Override
    public void close() {
        producer.close(records == 0 ? Duration.ofSeconds(10) : Duration.ZERO);
    }
}

package dev.orrery.commands.api;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.WriterSchema;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends output to {@code orrery.logs}, as runners do. */
public final class KafkaOutput implements OutputIntake, AutoCloseable {

    private static final long BUFFER_BYTES_MAX = 16L << 20;
    private static final int BLOCK_MILLIS_MAX = 1_000;
    private static final int REQUEST_MILLIS_MAX = 5_000;
    private static final int DELIVERY_MILLIS_MAX = 10_000;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final Codec<OutputChunk> codec;
    private final int partitions;

    /**
     * @param clientSettings how to reach Kafka
     * @param partitions of the log
     */
    public KafkaOutput(
            Map<String, Object> clientSettings, Codec<OutputChunk> codec, int partitions) {
        this.codec = codec;
        this.partitions = partitions;
        var all = new HashMap<String, Object>(clientSettings);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES_MAX);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS_MAX);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS_MAX);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS_MAX);
        producer = new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public CompletableFuture<Void> append(List<OutputChunk> chunks) {
        return CompletableFuture.allOf(
                chunks.stream().map(this::append).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> append(OutputChunk chunk) {
        var appended = new CompletableFuture<Void>();
        var run = chunk.run();
        var record =
                new ProducerRecord<>(
                        Topics.LOGS,
                        run.affinity().partition(partitions),
                        run.toString(),
                        codec.encode(chunk),
                        WriterSchema.headers(codec.fingerprint(chunk)));
        try {
            var _ =
                    producer.send(
                            record,
                            (_, failure) -> {
                                if (failure == null) {
                                    appended.complete(null);
                                } else {
                                    appended.completeExceptionally(failure);
                                }
                            });
        } catch (KafkaException refused) {
            appended.completeExceptionally(refused);
        }
        return appended;
    }

    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}

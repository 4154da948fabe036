package dev.orrery.schemas.artifact.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.orrery.schemas.artifact.ArtifactRecord;
import dev.orrery.schemas.artifact.ArtifactRecord.ArtifactChunk;
import dev.orrery.schemas.artifact.ArtifactRecord.ArtifactManifest;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.WriterSchema;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of artifacts, as something to ask. Each question first reads what was appended since
 * the last one, and keeps of it only where it is. Clients are opened for a question and closed
 * after it: a deployment is pushed now and then, and a runner asks for each artifact once.
 */
public final class Artifacts {

    private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

    private static final TopicPartition PARTITION = new TopicPartition(Topics.ARTIFACTS, 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> kafka;
    private final Codec<ArtifactRecord> codec;
    private final Map<String, Whole> whole = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private long next;

    /** An artifact of which everything is there. */
    private record Whole(ArtifactManifest manifest, List<Long> chunks) {}

    /**
     * @param kafka what every Kafka client needs: servers, security
     */
    public Artifacts(Map<String, Object> kafka, Codec<ArtifactRecord> codec) {
        this.kafka = Map.copyOf(kafka);
        this.codec = codec;
    }

    /**
     * @param artifact its id
     * @throws KafkaException when Kafka does not answer in time
     */
    public synchronized Optional<ArtifactManifest> find(String artifact) {
        if (!whole.containsKey(artifact)) {
            try (var consumer = consumer()) {
                readOn(consumer);
            }
        }
        return Optional.ofNullable(whole.get(artifact)).map(Whole::manifest);
    }

    /**
     * @param artifact its id
     * @return the archive, as it was put
     * @throws KafkaException when Kafka does not answer in time, or has lost a part
     */
    public synchronized Optional<byte[]> get(String artifact) {
        try (var consumer = consumer()) {
            if (!whole.containsKey(artifact)) {
                readOn(consumer);
            }
            var found = whole.get(artifact);
            return found == null ? Optional.empty() : Optional.of(archive(consumer, found));
        }
    }

    /**
     * How much disk all artifacts take on a broker, in bytes, with what compaction has still to
     * drop; nothing where Kafka does not tell this client.
     *
     * @throws KafkaException when Kafka does not answer in time
     */
    public OptionalLong diskBytes() throws InterruptedException {
        try (var admin = Admin.create(kafka)) {
            var brokers =
                    admin.describeCluster().nodes().get(PATIENCE.toMillis(), MILLISECONDS).stream()
                            .map(Node::id)
                            .toList();
            return admin
                    .describeLogDirs(brokers)
                    .allDescriptions()
                    .get(PATIENCE.toMillis(), MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(folders -> folders.values().stream())
                    .map(folder -> folder.replicaInfos().get(PARTITION))
                    .filter(Objects::nonNull)
                    .mapToLong(ReplicaInfo::size)
                    .max();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof AuthorizationException) {
                return OptionalLong.empty();
            }
            throw new KafkaException("the disk of the artifacts is not known", failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("the disk of the artifacts was not told in time", late);
        }
    }

    /**
     * Keeps an archive. The manifest goes last, and only when all parts are kept.
     *
     * @throws KafkaException when Kafka does not take it in time
     */
    public void put(ArtifactManifest manifest, byte[] archive) throws InterruptedException {
        try (var producer = producer()) {
            Future<?>[] sent = new Future<?>[manifest.chunks()];
            for (int number = 0; number < sent.length; number++) {
                int from = number * ArtifactChunk.BYTES_MAX;
                int to = Math.min(archive.length, from + ArtifactChunk.BYTES_MAX);
                var bytes = ByteBuffer.wrap(archive, from, to - from);
                sent[number] =
                        producer.send(
                                record(new ArtifactChunk(manifest.artifact(), number, bytes)));
            }
            for (var each : sent) {
                await(each);
            }
            await(producer.send(record(manifest)));
        }
    }

    private ProducerRecord<byte[], byte[]> record(ArtifactRecord value) {
        return new ProducerRecord<>(
                Topics.ARTIFACTS,
                0,
                bytes(value.key()),
                codec.encode(value),
                WriterSchema.headers(codec.fingerprint(value)));
    }

    private ArtifactRecord decode(ConsumerRecord<byte[], byte[]> record) {
        return codec.decode(record.value(), WriterSchema.in(record.headers()));
    }

    private static void await(Future<?> sent) throws InterruptedException {
        try {
            sent.get(PATIENCE.toMillis(), MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new KafkaException("the artifact was not kept", failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("the artifact was not kept in time", late);
        }
    }

    private void readOn(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION), PATIENCE).getOrDefault(PARTITION, 0L);
        consumer.seek(PARTITION, next);
        long start = System.nanoTime();
        while (consumer.position(PARTITION) < end) {
            for (var record : consumer.poll(POLL)) {
                note(record);
            }
            requireTime(start);
        }
        next = end;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        var key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (key.indexOf('/') >= 0) {
            offsets.put(key, record.offset());
            return;
        }
        try {
            if (decode(record) instanceof ArtifactManifest manifest) {
                keep(manifest);
            }
        } catch (UnreadableRecord unreadable) {
            LOG.warn(
                    "The record at offset {} of {} can't be read: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    private void keep(ArtifactManifest manifest) {
        var chunks = new ArrayList<Long>();
        for (int number = 0; number < manifest.chunks(); number++) {
            var offset = offsets.get(manifest.artifact() + "/" + number);
            if (offset == null) {
                LOG.warn("Artifact {} has lost its part {}", manifest.artifact(), number);
                return;
            }
            chunks.add(offset);
        }
        whole.put(manifest.artifact(), new Whole(manifest, chunks));
    }

    private byte[] archive(KafkaConsumer<byte[], byte[]> consumer, Whole found) {
        consumer.assign(List.of(PARTITION));
        var archive = new ByteArrayOutputStream(Math.toIntExact(found.manifest().archiveBytes()));
        for (int number = 0; number < found.chunks().size(); number++) {
            var chunk = chunk(consumer, found.chunks().get(number));
            if (!chunk.artifact().equals(found.manifest().artifact()) || chunk.number() != number) {
                throw new KafkaException(
                        "artifact " + found.manifest().artifact() + " has lost its part " + number);
            }
            archive.writeBytes(bytes(chunk.bytes()));
        }
        return archive.toByteArray();
    }

    private ArtifactChunk chunk(KafkaConsumer<byte[], byte[]> consumer, long offset) {
        if (consumer.position(PARTITION, PATIENCE) != offset) {
            consumer.seek(PARTITION, offset);
        }
        long start = System.nanoTime();
        while (true) {
            for (var record : consumer.poll(POLL)) {
                if (decode(record) instanceof ArtifactChunk chunk) {
                    consumer.seek(PARTITION, record.offset() + 1);
                    return chunk;
                }
                throw new KafkaException("at offset " + offset + " is no part of an artifact");
            }
            requireTime(start);
        }
    }

    private static void requireTime(long startNanos) {
        if (System.nanoTime() - startNanos > PATIENCE.toNanos()) {
            throw new KafkaException("the artifacts could not be read in time");
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        // One part at a time is looked at, and the rest of a larger poll is thrown away.
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGE_BYTES_MAX);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(ByteBuffer part) {
        var bytes = new byte[part.remaining()];
        part.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}

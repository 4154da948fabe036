package dev.orrery.verify.containers;

import dev.orrery.verify.server.Patience;
import dev.orrery.verify.server.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka in a container for each data folder, as each folder has a log of its own, and one
 * registry for all: the number of a schema is the same in every log.
 */
public final class Elsewhere implements Surroundings {

    private static final DockerImageName IMAGE =
            DockerImageName.parse(System.getProperty("orrery.containers.kafka"));

    /** As the embedded broker has them, and as {@code docs/operations.md} says why. */
    private static final Map<String, String> BROKER =
            Map.ofEntries(
                    Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                    Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
                    Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
                    Map.entry("KAFKA_GROUP_SHARE_MIN_RECORD_LOCK_DURATION_MS", "1000"),
                    Map.entry("KAFKA_GROUP_SHARE_MAX_PARTITION_MAX_RECORD_LOCKS", "10000"),
                    Map.entry("KAFKA_GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS", "100"),
                    Map.entry("KAFKA_GROUP_SHARE_HEARTBEAT_INTERVAL_MS", "300"),
                    Map.entry(
                            "KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS",
                            "1000"),
                    Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m"));

    /** Without Docker the registry can still be another. */
    static final boolean REGISTRY_ALONE = Boolean.getBoolean("orrery.containers.none");

    private static final Map<Path, KafkaContainer> STARTED = new ConcurrentHashMap<>();

    @Override
    public Map<String, String> settings(Path data) {
        if (REGISTRY_ALONE) {
            return Map.of("schema.registry.url", Apicurio.url());
        }
        var kafka = STARTED.computeIfAbsent(data.toAbsolutePath().normalize(), _ -> start());
        return Map.of(
                "kafka.bootstrap.servers", kafka.getBootstrapServers(),
                "schema.registry.url", Apicurio.url(),
                "cluster.key.file", key(data).toString(),
                // As where Kafka is embedded.
                "kafka.commands.role", "operator");
    }

    /** Where a server with its own Kafka has it. */
    private static Path key(Path data) {
        var file = data.resolve("cluster.key");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(data);
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, "3c".repeat(32));
            }
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @SuppressWarnings("resource") // closed by stopAll()
    private static KafkaContainer start() {
        var kafka = new KafkaContainer(IMAGE).withEnv(BROKER).withStartupTimeout(Patience.MOST);
        kafka.start();
        return kafka;
    }

    /** After the story that they were started for; data folders are deleted then too. */
    static void stopAll() {
        STARTED.values().forEach(KafkaContainer::stop);
        STARTED.clear();
    }
}

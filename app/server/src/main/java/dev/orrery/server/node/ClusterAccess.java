package dev.orrery.server.node;

import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.schemas.topic.CatalogueMismatch;
import dev.orrery.server.embedded.StartRefused;
import java.util.Map;

/**
 * A Kafka and a schema registry of one's own, with every topic there, for a program that brings a
 * log to them.
 */
public final class ClusterAccess implements AutoCloseable {

    private final KafkaConnection kafka;
    private final HttpSchemaRegistry registry;

    private ClusterAccess(KafkaConnection kafka, HttpSchemaRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Looks at the settings alone.
     *
     * @throws StartRefused when they don't name a Kafka and a registry
     */
    public static void requireNamed(NodeSettings settings) {
        if (settings.embedsKafka()) {
            throw new StartRefused(
                    "Nothing says which Kafka the log is to be moved to; name it with --set"
                            + " kafka.bootstrap.servers=HOST:PORT and --set"
                            + " schema.registry.url=URL.");
        }
        settings.requireRegistryOfEveryNode();
    }

    /**
     * Creates the topics that are missing.
     *
     * @param settings with the partitions of the log that is brought
     * @throws StartRefused when Kafka or registry can't be used, or have another log's topics
     */
    public static ClusterAccess to(NodeSettings settings) throws InterruptedException {
        requireNamed(settings);
        var registry = SchemaConnection.connect(settings.registryClient());
        try {
            return new ClusterAccess(KafkaConnection.open(settings, settings.kafka()), registry);
        } catch (CatalogueMismatch other) {
            registry.close();
            throw new StartRefused(
                    "The log has "
                            + settings.partitions()
                            + " partitions and this Kafka has topics of Orrery with another number;"
                            + " choose a Kafka without topics of Orrery, or delete them there.",
                    other);
        } catch (RuntimeException | InterruptedException refused) {
            registry.close();
            throw refused;
        }
    }

    /** Settings for any client. */
    public Map<String, Object> clients() {
        return kafka.clients();
    }

    public SchemaRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        registry.close();
    }
}

package dev.orrery.server.node;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaArchive;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema registry that a process works with, its own or another, with every schema there.
 *
 * @param url where the registry is, without user and password
 * @param codecs of all that travels
 */
record SchemaConnection(String url, Codecs codecs) {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaConnection.class);

    static SchemaConnection open(
            NodeSettings settings, DataFolder folder, KafkaConnection kafka, Parts parts) {
        if (settings.embedsRegistry()) {
            var embedded =
                    parts.add(
                            "registry",
                            EmbeddedRegistry.start(
                                    folder,
                                    EmbeddedRegistry.Settings.at(kafka.bootstrapServers())));
            return new SchemaConnection(embedded.url(), codecs(embedded.local(), settings, kafka));
        }
        var client = settings.registryClient();
        try {
            var registry = connect(client);
            var codecs = codecs(registry, settings, kafka);
            requireCompatibility(registry, SchemaIds.subjects(settings.pools()));
            return new SchemaConnection(client.addresses(), codecs);
        } catch (RegistryException failure) {
            throw new StartRefused(
                    "The schema registry at "
                            + client.addresses()
                            + " does not take our schemas: "
                            + failure.getMessage(),
                    failure);
        }
    }

    /** After the registration: some registries have no rule for a subject that is not there yet. */
    private static void requireCompatibility(HttpSchemaRegistry registry, List<String> subjects) {
        try {
            registry.requireCompatibility(subjects, Compatibility.FULL_TRANSITIVE);
        } catch (RegistryException refused) {
            LOG.warn(
                    "The compatibility of our subjects can't be set to {}; set it in the registry,"
                            + " or a version to come may write what older readers can't read: {}",
                    Compatibility.FULL_TRANSITIVE,
                    refused.getMessage());
        }
    }

    static HttpSchemaRegistry connect(RegistrySettings client) {
        try {
            return new HttpSchemaRegistry(client);
        } catch (IllegalArgumentException wrong) {
            // Its sentence names the key store.
            throw new StartRefused(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** With the archive, the log can be read when the registry that it was written with is gone. */
    private static Codecs codecs(
            SchemaRegistry registry, NodeSettings settings, KafkaConnection kafka) {
        return Codecs.start(
                SchemaIds.register(registry, settings.pools()),
                SchemaArchive.open(kafka.clients()));
    }
}

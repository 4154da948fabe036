package dev.orrery.server.node;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The schema registry that a process works with, its own or another, with every schema there.
 *
 * @param url where the registry is
 * @param codecs of all that travels
 */
record SchemaConnection(String url, Codecs codecs) {

    static SchemaConnection open(
            NodeSettings settings, DataFolder folder, KafkaConnection kafka, Parts parts) {
        if (settings.embedsRegistry()) {
            var embedded =
                    parts.add(
                            "registry",
                            EmbeddedRegistry.start(
                                    folder,
                                    EmbeddedRegistry.Settings.at(kafka.bootstrapServers())));
            return new SchemaConnection(embedded.url(), codecs(embedded.local()));
        }
        var url = settings.registry().get("schema.registry.url");
        try {
            var registry = new HttpSchemaRegistry(RegistrySettings.from(settings.registry()));
            return new SchemaConnection(String.valueOf(url), codecs(registry));
        } catch (RegistryException failure) {
            throw new StartRefused(
                    "The schema registry at "
                            + url
                            + " refuses our schemas: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static Codecs codecs(SchemaRegistry registry) {
        return Codecs.start(SchemaIds.register(new AskingRegistrar(registry)));
    }

    /** The registry, as the codecs ask it. */
    private record AskingRegistrar(SchemaRegistry registry) implements Registrar {

        private static final int NOT_FOUND = 404;

        @Override
        public int register(String subject, Schema schema) {
            return registry.register(subject, schema);
        }

        @Override
        public Optional<Schema> schema(int id) {
            try {
                return Optional.of(registry.schema(id));
            } catch (RegistryException refused) {
                if (refused.httpStatus() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw refused;
            }
        }
    }
}

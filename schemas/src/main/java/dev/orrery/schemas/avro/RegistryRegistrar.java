package dev.orrery.schemas.avro;

import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** A registry, as the codecs ask it. */
record RegistryRegistrar(SchemaRegistry registry) implements Registrar {

    private static final int SCHEMA_NOT_FOUND = 40403;

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    @Override
    public List<Integer> registerAll(List<Registration> wanted) {
        return registry.registerAll(wanted);
    }

    @Override
    public Optional<Schema> schema(int id) {
        try {
            return Optional.of(registry.schema(id));
        } catch (RegistryException failed) {
            return switch (failed.kind()) {
                // Protobuf, say: there, and never to be read by us.
                case UNREADABLE -> Optional.empty();
                case REFUSED -> unknown(failed);
                case UNREACHABLE -> throw failed;
            };
        }
    }

    /** Only a registry that knows no such id makes a record unreadable, not a wrong password. */
    private static Optional<Schema> unknown(RegistryException refused) {
        if (refused.errorCode() == SCHEMA_NOT_FOUND) {
            return Optional.empty();
        }
        throw refused;
    }
}

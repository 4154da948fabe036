package dev.orrery.schemas.avro;

import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** What the codecs ask of a schema registry. */
public interface Registrar {

    /**
     * The id of a schema, which is registered under the subject where it is not yet.
     *
     * @throws RuntimeException when the registry refuses it or does not answer
     */
    int register(String subject, Schema schema);

    /** The ids of many, in their order; a registry far away can be asked for all at once. */
    default List<Integer> registerAll(List<Registration> wanted) {
        return wanted.stream().map(each -> register(each.subject(), each.schema())).toList();
    }

    /**
     * The schema of an id; nothing when the registry says that there is none that we could read.
     *
     * @throws RuntimeException when the registry does not answer
     */
    Optional<Schema> schema(int id);

    static Registrar of(SchemaRegistry registry) {
        return new RegistryRegistrar(registry);
    }
}

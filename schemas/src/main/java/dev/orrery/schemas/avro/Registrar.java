package dev.orrery.schemas.avro;

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

    /**
     * The schema of an id; nothing when the registry says that there is none.
     *
     * @throws RuntimeException when the registry does not answer
     */
    Optional<Schema> schema(int id);
}

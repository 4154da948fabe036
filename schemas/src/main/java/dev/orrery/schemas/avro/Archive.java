package dev.orrery.schemas.avro;

import java.util.Optional;
import org.apache.avro.Schema;

/** Every schema ever used, by fingerprint: what keeps the log readable without any registry. */
@FunctionalInterface
public interface Archive {

    /** An archive that has nothing, for whoever reads only what this version wrote. */
    Archive NONE = fingerprint -> Optional.empty();

    Optional<Schema> find(String fingerprint);
}

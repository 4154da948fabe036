package dev.orrery.audit.replay;

import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.Registrar;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import java.util.Optional;
import org.apache.avro.Schema;

/** Reads events by the fingerprint of their schema alone, so that no registry need be there. */
public final class LogFormat {

    private LogFormat() {}

    /**
     * @param archive of the schemas that other versions wrote with
     */
    public static EventFormat of(Archive archive) {
        Archive orUnreadable =
                fingerprint ->
                        Optional.of(
                                archive.find(fingerprint).orElseThrow(() -> unknown(fingerprint)));
        var ids = SchemaIds.register(new Nobody());
        return new EventFormat(Codecs.start(ids, orUnreadable).events());
    }

    private static UnreadableRecord unknown(String fingerprint) {
        return new UnreadableRecord(
                "Its schema "
                        + fingerprint
                        + " is neither this version's nor in orrery.schemas; a newer version may"
                        + " have written it");
    }

    /**
     * Gives numbers that no registry gives. What some registry called a schema says nothing here:
     * the log may be a copy from beside another one.
     */
    private static final class Nobody implements Registrar {
        private int last = Integer.MIN_VALUE;

        @Override
        public int register(String subject, Schema schema) {
            return ++last;
        }

        @Override
        public Optional<Schema> schema(int id) {
            return Optional.empty();
        }
    }
}

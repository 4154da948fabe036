package dev.orrery.verify.server;

import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.registry.EmbeddedRegistry;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Registries that give our schemas other ids than most do: they have others before ours. */
public final class OtherIds {

    private static final int BEFORE_OURS = 3;

    private OtherIds() {}

    /** For the server that is to be started on a folder that is empty yet. */
    public static void in(Path data) {
        try (var folder = DataFolder.claim(data);
                var kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
                var registry =
                        EmbeddedRegistry.start(
                                folder, EmbeddedRegistry.Settings.at(kafka.bootstrapServers()))) {
            for (int i = 0; i < BEFORE_OURS; i++) {
                registry.local().register("other" + i, other(i));
            }
        }
    }

    private static Schema other(int number) {
        return SchemaBuilder.record("Other" + number).fields().endRecord();
    }
}

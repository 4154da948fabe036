package dev.orrery.verify.server;

import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The Kafka of a data folder while no server runs on it. */
public final class LoneKafka implements AutoCloseable {

    private final DataFolder folder;
    private final @Nullable EmbeddedKafka embedded;
    private final String bootstrapServers;

    private LoneKafka(
            DataFolder folder, @Nullable EmbeddedKafka embedded, String bootstrapServers) {
        this.folder = folder;
        this.embedded = embedded;
        this.bootstrapServers = bootstrapServers;
    }

    public static LoneKafka of(Path data) {
        var folder = DataFolder.claim(data);
        var elsewhere = Surroundings.here().settings(data).get("kafka.bootstrap.servers");
        if (elsewhere != null) {
            return new LoneKafka(folder, null, elsewhere);
        }
        var embedded = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
        return new LoneKafka(folder, embedded, embedded.bootstrapServers());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        try (folder) {
            if (embedded != null) {
                embedded.close();
            }
        }
    }
}

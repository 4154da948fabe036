package dev.orrery.server.bench;

import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The same embedded broker, with nothing of Orrery on it. */
final class BareKafka implements AutoCloseable {

    static final int PARTITIONS = 8;

    private final DataFolder folder;
    private final EmbeddedKafka kafka;

    BareKafka(Path path) {
        folder = DataFolder.claim(path);
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
    }

    Map<String, Object> clients() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    Path streams() {
        return folder.resolve("streams");
    }

    void create(String... topics) throws Exception {
        try (var admin = Admin.create(clients())) {
            var all =
                    List.of(topics).stream()
                            .map(name -> new NewTopic(name, PARTITIONS, (short) 1))
                            .toList();
            admin.createTopics(all).all().get();
        }
    }

    @Override
    public void close() {
        kafka.close();
        folder.close();
    }
}

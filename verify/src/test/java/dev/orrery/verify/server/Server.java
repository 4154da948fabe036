package dev.orrery.verify.server;

import static org.awaitility.Awaitility.await;

import dev.orrery.server.node.Endpoints;
import dev.orrery.server.node.Node;
import dev.orrery.server.node.NodeSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A whole server in this JVM, on free ports, with its own broker or that of its surroundings. */
public final class Server implements AutoCloseable {

    private final Node node;

    private Server(Node node) {
        this.node = node;
    }

    public static Server start(Path data) {
        return start(data, Map.of());
    }

    /**
     * @param settings by the names of {@code server.properties}; the port is free unless set
     */
    public static Server start(Path data, Map<String, String> settings) {
        var all = new HashMap<>(Map.of("http.port", "0", "data.dir", data.toString()));
        all.putAll(Surroundings.here().settings(data));
        all.putAll(settings);
        try {
            var node = Node.start(NodeSettings.of(all));
            await("the server to be ready").until(() -> !node.ready().containsValue(false));
            return new Server(node);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    public Http http() {
        return new Http(node.endpoints().api());
    }

    public Endpoints endpoints() {
        return node.endpoints();
    }

    public Kafka kafka() {
        return new Kafka(node.endpoints());
    }

    @Override
    public void close() {
        node.close();
    }
}

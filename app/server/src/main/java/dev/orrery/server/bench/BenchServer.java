package dev.orrery.server.bench;

import dev.orrery.server.node.Endpoints;
import dev.orrery.server.node.Node;
import dev.orrery.server.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The whole of Orrery in this process, with every role. */
final class BenchServer implements AutoCloseable {

    /** So many runs at once that the runner's room is not what is measured. */
    static final int CAPACITY = 256;

    private final BenchWork work;
    private final Node node;

    BenchServer(Path folder) throws IOException, InterruptedException {
        work = new BenchWork(folder.resolve("bench-work"));
        node =
                Node.start(
                        NodeSettings.of(
                                Map.of(
                                        "data.dir",
                                        folder.toString(),
                                        "http.port",
                                        "0",
                                        "runner.capacity",
                                        Integer.toString(CAPACITY))),
                        work);
        node.awaitReady();
    }

    String address() {
        return node.endpoints().api();
    }

    Endpoints endpoints() {
        return node.endpoints();
    }

    BenchWork work() {
        return work;
    }

    @Override
    public void close() throws IOException {
        node.close();
        work.close();
    }
}

package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Nodes of a cluster, each in a process of its own, with a folder that outlives it. */
final class Nodes implements AutoCloseable {

    private final Path folder;
    private final Path key;
    private final String kafka;
    private final String registry;
    private final Map<Integer, ChildServer> up = new TreeMap<>();

    Nodes(Path folder, String kafka, String registry) throws IOException {
        key = Files.writeString(folder.resolve("cluster.key"), "0b".repeat(32));
        this.folder = folder;
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Returns when it is ready. */
    void start(int node) throws IOException, InterruptedException {
        up.put(
                node,
                ChildServer.start(
                        folder.resolve("node-" + node),
                        "--set",
                        "roles=api,processor,projector",
                        "--set",
                        "kafka.bootstrap.servers=" + kafka,
                        "--set",
                        "schema.registry.url=" + registry,
                        "--set",
                        "cluster.key.file=" + key,
                        // The log is filled by records, which nobody signs.
                        "--set",
                        "kafka.commands.role=operator"));
    }

    ChildServer get(int node) {
        return Objects.requireNonNull(up.get(node));
    }

    void kill(int node) throws InterruptedException {
        get(node).kill();
    }

    @Override
    public void close() throws InterruptedException {
        for (var node : up.values()) {
            node.close();
        }
    }
}

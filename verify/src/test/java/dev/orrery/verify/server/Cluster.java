package dev.orrery.verify.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Nodes on one Kafka, each a process of its own. The Kafka and the registry are those of one more
 * process that does nothing else: their clients are on this machine too, so they reach it.
 */
public final class Cluster implements AutoCloseable {

    private static final int PARTITIONS = 8;

    private final Path folder;
    private final ChildServer broker;
    private final List<ChildServer> nodes = new ArrayList<>();

    private Cluster(Path folder, ChildServer broker) {
        this.folder = folder;
        this.broker = broker;
    }

    public static Cluster start(Path folder) throws IOException {
        Files.writeString(folder.resolve("cluster.key"), "3b".repeat(32));
        // A process has at least one role, and this one changes nothing on its own.
        return new Cluster(folder, ChildServer.up(folder.resolve("broker"), "--set", "roles=api"));
    }

    /**
     * Starts a node that answers, decides and shows; it may not be ready yet.
     *
     * @param more settings by their names
     */
    public ChildServer node(String name, Map<String, String> more) {
        var kafka = broker.endpoints();
        var settings = new HashMap<String, String>();
        settings.put("roles", "api,processor,projector");
        settings.put("kafka.bootstrap.servers", kafka.kafka());
        settings.put("schema.registry.url", kafka.registry());
        settings.put("cluster.key.file", folder.resolve("cluster.key").toString());
        settings.putAll(more);
        var options = new ArrayList<String>();
        settings.forEach(
                (setting, value) -> options.addAll(List.of("--set", setting + "=" + value)));
        var node = ChildServer.up(folder.resolve(name), options.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    /** Where the log is. */
    public Kafka kafka() {
        return new Kafka(broker.endpoints());
    }

    /** Executes runs, in a process of its own. */
    public ChildServer runner(int capacity) {
        return node("runner", Map.of("roles", "runner", "runner.capacity", "" + capacity));
    }

    /** Returns when each of two nodes folds some of the partitions, and both fold all. */
    public static void awaitSpread(Http one, Http other) {
        await("the partitions to be spread")
                .until(() -> {
                    var ofOne = folds(one);
                    var ofOther = folds(other);
                    return !ofOne.isEmpty()
                            && !ofOther.isEmpty()
                            && ofOne.size() + ofOther.size() == PARTITIONS;
                });
    }

    /** The partitions that a node folds, as another node would find out. */
    public static List<Integer> folds(Http node) {
        return answered(node, answer -> answer.header("Age").isEmpty());
    }

    /** The partitions that a node has a copy of, which it can answer from. */
    public static List<Integer> copies(Http node) {
        return answered(node, answer -> !answer.header("Age").isEmpty());
    }

    private static List<Integer> answered(Http node, Predicate<Answer> fits) {
        var log = node.get("/v1/counts", "Orrery-Partitions", "0").header("Orrery-Log");
        return IntStream.range(0, PARTITIONS)
                .filter(partition -> {
                    var answer =
                            node.get(
                                    "/v1/counts",
                                    "Orrery-Log",
                                    log,
                                    "Orrery-Partitions",
                                    Integer.toString(partition),
                                    "Accept",
                                    "application/vnd.orrery.share");
                    return answer.status() == 200 && fits.test(answer);
                })
                .boxed()
                .toList();
    }

    @Override
    public void close() throws Exception {
        for (var node : nodes.reversed()) {
            node.close();
        }
        broker.close();
    }
}

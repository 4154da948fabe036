package dev.orrery.server.bench;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Three brokers in processes of their own on 127.0.0.1, with what a cluster has: three replicas of
 * which two must have a record, and a quorum of controllers.
 */
final class Brokers implements AutoCloseable {

    static final int COUNT = 3;

    private static final int MIN_IN_SYNC = 2;
    private static final long UP_SECONDS_MAX = 60;
    private static final long STOP_SECONDS_MAX = 20;
    private static final long LOOK_MILLIS = 100;

    private final Path folder;
    private final List<Integer> ports;
    private final List<Process> processes = new ArrayList<>();

    private Brokers(Path folder, List<Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    /** Returns when all of them serve. */
    static Brokers start(Path folder) throws Exception {
        Files.createDirectories(folder);
        var brokers = new Brokers(folder, FreePort.some(2 * COUNT));
        var cluster = Uuid.randomUuid().toString();
        try {
            for (int broker = 0; broker < COUNT; broker++) {
                brokers.prepare(broker, cluster);
                brokers.processes.add(brokers.launch(broker));
            }
            brokers.awaitAll();
            return brokers;
        } catch (Exception failure) {
            brokers.close();
            throw failure;
        }
    }

    String bootstrapServers() {
        return ports.subList(0, COUNT).stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
    }

    /** As kill -9. */
    void kill(int broker) throws InterruptedException {
        processes.get(broker).destroyForcibly().waitFor();
    }

    /** Starts one that was killed, and returns when nothing is short of a replica. */
    void restart(int broker) throws Exception {
        processes.set(broker, launch(broker));
        awaitAll();
    }

    private void prepare(int broker, String cluster) throws Exception {
        var settings = new TreeMap<>(SETTINGS);
        var controllers =
                IntStream.range(0, COUNT)
                        .mapToObj(b -> (b + 1) + "@127.0.0.1:" + ports.get(COUNT + b))
                        .collect(Collectors.joining(","));
        var listener = "PLAINTEXT://127.0.0.1:" + ports.get(broker);
        settings.put("node.id", Integer.toString(broker + 1));
        settings.put("controller.quorum.voters", controllers);
        settings.put("advertised.listeners", listener);
        settings.put(
                "listeners", listener + ",CONTROLLER://127.0.0.1:" + ports.get(COUNT + broker));
        settings.put("log.dirs", log(broker).toString());
        var properties = new Properties();
        properties.putAll(settings);
        var text = new StringWriter();
        properties.store(text, null);
        Files.createDirectories(log(broker));
        Files.writeString(file(broker), text.toString());
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(cluster)
                    .setNodeId(broker + 1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(log(broker).toString())
                    .addDirectory(log(broker).toString())
                    .run();
        }
    }

    private Process launch(int broker) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        file(broker).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log(broker) + ".output")))
                .start();
    }

    private void awaitAll() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_SECONDS_MAX);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            while (!isWhole(admin)) {
                if (System.nanoTime() - until > 0) {
                    throw new IllegalStateException("the brokers of " + folder + " did not come");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    private static boolean isWhole(Admin admin) throws Exception {
        if (admin.describeCluster().nodes().get().size() < COUNT) {
            return false;
        }
        var topics = admin.listTopics().names().get();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    }

    private Path log(int broker) {
        return folder.resolve("broker-" + (broker + 1));
    }

    private Path file(int broker) {
        return folder.resolve("broker-" + (broker + 1) + ".properties");
    }

    @Override
    public void close() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** What docker-compose.yml gives its brokers. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("process.roles", "broker,controller"),
                    Map.entry("controller.listener.names", "CONTROLLER"),
                    Map.entry("auto.create.topics.enable", "false"),
                    Map.entry("default.replication.factor", Integer.toString(COUNT)),
                    Map.entry("min.insync.replicas", Integer.toString(MIN_IN_SYNC)),
                    Map.entry("offsets.topic.replication.factor", Integer.toString(COUNT)),
                    Map.entry("offsets.topic.num.partitions", "8"),
                    Map.entry("transaction.state.log.replication.factor", Integer.toString(COUNT)),
                    Map.entry("transaction.state.log.min.isr", Integer.toString(MIN_IN_SYNC)),
                    Map.entry("transaction.state.log.num.partitions", "8"),
                    Map.entry(
                            "share.coordinator.state.topic.replication.factor",
                            Integer.toString(COUNT)),
                    Map.entry(
                            "share.coordinator.state.topic.min.isr", Integer.toString(MIN_IN_SYNC)),
                    Map.entry("share.coordinator.state.topic.num.partitions", "8"),
                    Map.entry(
                            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    // How soon the partitions of a broker that died have another leader.
                    Map.entry("broker.session.timeout.ms", "4000"),
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    Map.entry("group.share.min.record.lock.duration.ms", "1000"),
                    Map.entry("group.share.max.partition.max.record.locks", "10000"),
                    Map.entry("group.share.min.heartbeat.interval.ms", "100"),
                    Map.entry("group.share.heartbeat.interval.ms", "300"));
}

package dev.orrery.server.embedded;

import dev.orrery.server.embedded.BrokerStorage.Before;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.raft.QuorumConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Kafka node in this JVM, with its data under `kafka` in the data folder. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    /**
     * A lone node has nobody to hand its partitions to, so what takes longer than this is stuck.
     */
    private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(5);

    private final int port;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private EmbeddedKafka(int port, ControllerServer controller, BrokerServer broker) {
        this.port = port;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * @param port of 127.0.0.1 that clients reach the node at; 0 for the one used last, or a free
     *     one
     * @param broker settings by Kafka's own names, which win over ours
     */
    public record Settings(int port, Map<String, String> broker) {
        public static final Settings DEFAULT = new Settings(0, Map.of());

        public Settings {
            broker = Map.copyOf(broker);
        }
    }

    /**
     * Starts the node and returns when it serves clients.
     *
     * @throws StartRefused if the asked port can't be had
     */
    public static EmbeddedKafka start(DataFolder folder, Settings settings) {
        Path log = folder.resolve("kafka");
        BrokerPorts ports = BrokerPorts.bind(settings.port(), new RememberedPorts(folder));
        try {
            Before before = BrokerStorage.prepare(log);
            return start(ports, before, BrokerProperties.of(log, ports, settings.broker()));
        } catch (Exception e) {
            closeAfter(e, ports);
            throw new IllegalStateException("The embedded Kafka did not start.", e);
        }
    }

    /** As `KafkaRaftServer` does it, with our sockets and our way to end. */
    private static EmbeddedKafka start(
            BrokerPorts ports, Before before, Map<String, String> properties) throws Exception {
        KafkaConfig config = new KafkaConfig(properties, false);
        var folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        String cluster = folders._1().clusterId().orElseThrow();
        BrokerFaults faults = new BrokerFaults();
        SkippingTime time = new SkippingTime();
        SharedServer shared =
                new SharedServer(
                        config,
                        folders._1(),
                        time,
                        Server.initializeMetrics(config, time, cluster),
                        CompletableFuture.completedFuture(
                                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                        List.of(),
                        faults,
                        ports);
        ControllerServer controller =
                new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
        BrokerServer broker = new BrokerServer(shared);
        controller.startup();
        try {
            if (before == Before.KILLED) {
                DeadSession.end(controller.controller(), time, config.brokerSessionTimeoutMs());
            }
            broker.startup();
        } catch (Exception e) {
            controller.shutdown();
            throw e;
        }
        faults.watch();
        return new EmbeddedKafka(ports.broker(), controller, broker);
    }

    private static void closeAfter(Exception failure, BrokerPorts ports) {
        try {
            ports.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The broker first: it asks the controller to let it go, and goes with a clean log. */
    @Override
    public void close() {
        try {
            broker.shutdown(SHUTDOWN_MAX);
        } finally {
            controller.shutdown();
        }
    }
}

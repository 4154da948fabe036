package dev.orrery.server.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Kafka is told: one node, small, quick to start, quick to be itself again after a kill -9.
 */
final class BrokerProperties {
    static final int NODE = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String BROKER_LISTENER = "PLAINTEXT";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    /** Later entries win: identity, then our choices, then what the operator passes through. */
    static Map<String, String> of(Path log, BrokerPorts ports, Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(identity(log, ports));
        all.putAll(SINGLE_NODE);
        all.putAll(RECOVERY);
        all.putAll(SHARE_GROUPS);
        all.putAll(SIZE);
        all.putAll(overrides);
        return all;
    }

    private static Map<String, String> identity(Path log, BrokerPorts ports) {
        String broker = BROKER_LISTENER + "://127.0.0.1:" + ports.broker();
        String controller = "127.0.0.1:" + ports.controller();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "log.dirs",
                log.toString(),
                "listeners",
                broker + "," + CONTROLLER_LISTENER + "://" + controller,
                "advertised.listeners",
                broker,
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE + "@" + controller,
                "auto.create.topics.enable",
                "false");
    }

    /** One replica of everything, and internal topics with as many partitions as one node needs. */
    private static final Map<String, String> SINGLE_NODE =
            Map.ofEntries(
                    Map.entry("default.replication.factor", "1"),
                    Map.entry("offsets.topic.replication.factor", "1"),
                    Map.entry("offsets.topic.num.partitions", "4"),
                    Map.entry("transaction.state.log.replication.factor", "1"),
                    Map.entry("transaction.state.log.min.isr", "1"),
                    Map.entry("transaction.state.log.num.partitions", "4"),
                    Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                    Map.entry("share.coordinator.state.topic.min.isr", "1"),
                    Map.entry("share.coordinator.state.topic.num.partitions", "4"));

    private static final Map<String, String> RECOVERY =
            Map.ofEntries(
                    // A start and a stop take some heartbeats each; the session stays the usual
                    // 9 s, see DeadSession.
                    Map.entry("broker.heartbeat.interval.ms", "500"),
                    // Nobody waits for others to join, since there are none.
                    Map.entry("group.initial.rebalance.delay.ms", "0"),
                    // Readers wait behind the transaction of an instance that died until it is
                    // timed out; the default looks every 10 s.
                    Map.entry(
                            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
                    // An active segment is read as a whole after a kill -9, so it is kept short.
                    Map.entry("log.segment.bytes", Integer.toString(16 * MIB)),
                    // And so is each one before it that is not known to be on the disk.
                    Map.entry("log.flush.offset.checkpoint.interval.ms", "5000"),
                    Map.entry("num.recovery.threads.per.data.dir", "2"),
                    // A laptop that was off for a fortnight must not find its offsets expired.
                    Map.entry("offsets.retention.minutes", Integer.toString(366 * 24 * 60)));

    /**
     * How quickly runners get their wake-ups. The lock and the window are what a pool asks for: the
     * share consumer of 4.3.1 can forget an acknowledgement (KAFKA-21106), and a pool then waits
     * for the lock to run out once its window is full of such records.
     */
    private static final Map<String, String> SHARE_GROUPS =
            Map.ofEntries(
                    Map.entry("group.share.min.record.lock.duration.ms", "1000"),
                    Map.entry("group.share.max.partition.max.record.locks", "10000"),
                    Map.entry("group.share.min.heartbeat.interval.ms", "100"),
                    Map.entry("group.share.heartbeat.interval.ms", "300"));

    private static final Map<String, String> SIZE =
            Map.ofEntries(
                    // A tenth of a start would be spent on giving each metric its name as a bean.
                    Map.entry("metric.reporters", ""),
                    Map.entry("num.network.threads", "2"),
                    Map.entry("num.io.threads", "4"),
                    Map.entry("background.threads", "2"),
                    Map.entry("group.coordinator.threads", "2"),
                    Map.entry("log.cleaner.threads", "1"),
                    Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB)),
                    Map.entry("log.index.size.max.bytes", Integer.toString(2 * MIB)),
                    Map.entry("metadata.log.segment.bytes", Integer.toString(8 * MIB)),
                    Map.entry(
                            "metadata.log.max.record.bytes.between.snapshots",
                            Integer.toString(MIB)),
                    // The metadata log of an idle node does not grow: no-op records tell followers
                    // that the leader lives, and there are none.
                    Map.entry("metadata.max.idle.interval.ms", "0"));
}

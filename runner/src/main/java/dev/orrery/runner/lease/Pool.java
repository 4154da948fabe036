package dev.orrery.runner.lease;

import dev.orrery.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka has of a work pool, or of the part of it that is on one host: a topic with wake-ups,
 * and a share group that hands each of them to one runner.
 *
 * @param name of the pool
 * @param host whose runs alone are meant; without it, those that any host can execute
 */
record Pool(String name, @Nullable String host) {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private static final int WAIT_SECONDS = 30;

    private record Lock(String millis, String records) {}

    private static final Lock LOCK_WANTED = new Lock("5000", "10000");
    private static final Lock LOCK_USUALLY_ALLOWED = new Lock("15000", "4000");

    String group() {
        // Of its own, since a group divides its topics among its members, and each is to have both.
        return host == null ? "orrery.pool." + name : "orrery.pool." + name + "." + host;
    }

    /** By what it is told from the other parts of all pools. */
    String label() {
        return host == null ? name : name + "." + host;
    }

    String topic() {
        return host == null ? Topics.dispatch(name) : Topics.dispatch(name, host);
    }

    /**
     * Sets what is the group's and no consumer's to say: wake-ups of transactions that were aborted
     * wake nobody, and those that were written before the pool had a runner are not passed over.
     */
    void configure(Admin admin) throws InterruptedException {
        alter(
                admin,
                Map.of(
                        "share.isolation.level", "read_committed",
                        "share.auto.offset.reset", "earliest"));
        shortenLocks(admin);
        if (host != null) {
            // It was made a moment ago, with one, and not every broker may know it yet.
            return;
        }
        int partitions = partitions(admin, topic());
        if (partitions != 1) {
            // A share group divides the partitions among its members, and who is full takes none.
            LOG.warn(
                    "{} has {} partitions and should have 1: a run that is announced where a full"
                            + " runner listens waits for it, even when others are free.",
                    topic(),
                    partitions);
        }
    }

    /**
     * Asks for the shortest locks and the widest window that the broker lets a group have. The
     * consumers of Kafka 4.3 now and then forget to acknowledge a transaction's marker
     * (KAFKA-21106), and the group then stands still as soon as the window behind the marker is
     * full, until its lock ends: 30 seconds by Kafka's defaults, after 2,000 records.
     */
    private void shortenLocks(Admin admin) throws InterruptedException {
        for (var lock : List.of(LOCK_WANTED, LOCK_USUALLY_ALLOWED)) {
            try {
                alter(
                        admin,
                        Map.of(
                                "share.record.lock.duration.ms", lock.millis(),
                                "share.partition.max.record.locks", lock.records()));
                return;
            } catch (IllegalStateException refused) {
                LOG.debug("{} can't have {}: {}", group(), lock, refused.getMessage());
            }
        }
    }

    private void alter(Admin admin, Map<String, String> configs) throws InterruptedException {
        var group = new ConfigResource(ConfigResource.Type.GROUP, group());
        var changes =
                configs.entrySet().stream().map(one -> set(one.getKey(), one.getValue())).toList();
        await(admin.incrementalAlterConfigs(Map.of(group, changes)).all());
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    static int partitions(Admin admin, String topic) throws InterruptedException {
        var described = admin.describeTopics(List.of(topic)).topicNameValues();
        return await(described.values().iterator().next()).partitions().size();
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(
                    "Kafka could not be asked about the work pool: " + failure, failure);
        }
    }
}

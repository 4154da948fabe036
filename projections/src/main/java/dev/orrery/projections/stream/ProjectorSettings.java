package dev.orrery.projections.stream;

import dev.orrery.projections.peer.NodeAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a projector needs to know.
 *
 * @param client settings of Kafka clients: where the brokers are, how to speak with them
 * @param stateFolder where the stores are on disk
 * @param instance who this is, the same after a restart ({@code group.instance.id})
 * @param partitions of the log
 * @param outputKept how long the output of runs is kept
 * @param address where other nodes ask this one for what it has; nobody does where it is empty
 * @param standbyReplicas how many other nodes keep a copy of each store
 * @param generation of the views that it builds, 1 or more; each has a group, changelogs and stores
 *     of its own
 */
public record ProjectorSettings(
        Map<String, Object> client,
        Path stateFolder,
        String instance,
        int partitions,
        Duration outputKept,
        Optional<NodeAddress> address,
        int standbyReplicas,
        int generation) {

    private static final String APPLICATION = "orrery-projector";

    /** The generation that there is without any decision. */
    public static final int FIRST = 1;

    static final int THREADS = 2;

    /** A changelog may take a row, and its producer may send it with what is around it. */
    private static final int REQUEST_BYTES_MAX = ProjectorTopology.ROW_BYTES_MAX + 1024 * 1024;

    private static final int SESSION_MILLIS = 10_000;
    private static final int CHANGELOG_SEGMENT_BYTES = 8 * 1024 * 1024;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int TRANSACTION_MILLIS = 10_000;

    public ProjectorSettings {
        client = Map.copyOf(client);
    }

    /** Of a process that has everything to itself. */
    public static ProjectorSettings alone(
            Map<String, Object> client,
            Path stateFolder,
            String instance,
            int partitions,
            Duration outputKept) {
        return new ProjectorSettings(
                client, stateFolder, instance, partitions, outputKept, Optional.empty(), 0, FIRST);
    }

    /** The same for another generation of the views. */
    public ProjectorSettings of(int another) {
        return new ProjectorSettings(
                client,
                stateFolder,
                instance,
                partitions,
                outputKept,
                address,
                standbyReplicas,
                another);
    }

    /** The name of its group, and what the names of its changelogs and its folder begin with. */
    public String application() {
        return application(generation);
    }

    /** What {@link #application} is for a generation. */
    public static String application(int generation) {
        return generation == FIRST ? APPLICATION : APPLICATION + "-" + generation;
    }

    /** For how long the group remembers a node that does not speak. */
    Duration session() {
        var given =
                streams()
                        .get(
                                StreamsConfig.consumerPrefix(
                                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG));
        return Duration.ofMillis(Long.parseLong(String.valueOf(given)));
    }

    /** What the client's settings may change comes before them, what they may not comes after. */
    Properties streams() {
        var all = new HashMap<String, Object>();
        // Events are seen when they are folded and not when that is committed, so a commit may
        // wait: each one costs the broker a transaction over a changelog for every partition.
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 300);
        // A poll returns as soon as there is something; this only bounds how late a commit is.
        all.put(StreamsConfig.POLL_MS_CONFIG, 50);
        // A new transaction is refused while the last one's markers are written: ask again soon.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 2);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 10);
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                TRANSACTION_MILLIS);
        all.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                SESSION_MILLIS);
        all.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                SESSION_MILLIS / 4);
        all.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                10_000);
        // A question waits behind a fetch, and a fetch of an empty changelog for half a second.
        all.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
        // A changelog is read as a whole after a kill -9. What was overwritten is only left out of
        // it in segments that are full, so they are small.
        all.put(
                StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG),
                CHANGELOG_SEGMENT_BYTES);
        // Views are text that repeats itself, and a changelog is most of what is written and, after
        // a kill -9, read.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        all.putAll(client);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, application());
        all.put(StreamsConfig.CLIENT_ID_CONFIG, application());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                REQUEST_BYTES_MAX);
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        // Events and output of a partition are folded by one task, and neither waits for the other.
        all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        address.ifPresent(
                here -> all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, here.toString()));
        var properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}

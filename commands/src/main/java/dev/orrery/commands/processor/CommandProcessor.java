package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processor, running: one Kafka Streams application for all of its partitions. */
public final class CommandProcessor implements AutoCloseable {

    public static final String APPLICATION = "orrery-processor";

    /** A dead letter is the largest thing that is sent. */
    private static final int REQUEST_BYTES_MAX = Topic.LETTER_BYTES_MAX + 1024 * 1024;

    private static final int CHANGELOG_SEGMENT_BYTES = 8 * 1024 * 1024;

    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    private final KafkaEventLog log;
    private final KafkaStreams streams;
    private final LostChangelog changelog;
    private final String member;

    /**
     * @param clientSettings how to reach Kafka
     * @param folder for the state of Streams
     * @param instance the same at each start of this node, so that a restart is no rebalance
     * @param fault told once when the processor can't go on
     */
    public CommandProcessor(
            Map<String, Object> clientSettings,
            Path folder,
            String instance,
            Codecs codecs,
            ProcessorSettings settings,
            Consumer<Throwable> fault) {
        log = new KafkaEventLog(clientSettings);
        changelog = new LostChangelog(clientSettings);
        // Streams adds the number of its thread, and there is one.
        member = instance + "-1";
        var backlog = new Backlog();
        var topology = ProcessorTopology.of(codecs, log, settings, backlog);
        var properties = streams(clientSettings, folder, instance, backlog);
        // Who takes over a partition of a node that died begins where its copy is.
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        streams =
                new KafkaStreams(
                        topology, properties, new SteadyClients(APPLICATION + "-" + member));
        streams.setUncaughtExceptionHandler(failure -> {
            fault.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    public void start() {
        if (changelog.forget(member)) {
            LOG.info("There is no changelog: the state is built from the log");
            // What is on the disk has lost the copy that it would be compared with.
            streams.cleanUp();
        }
        streams.start();
    }

    public boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    @Override
    public void close() {
        streams.close(CLOSE_MAX);
        log.close();
    }

    /** The settings of Streams; a measurement of Streams alone takes them too. */
    public static Properties streams(
            Map<String, Object> clientSettings, Path folder, String instance, Backlog backlog) {
        var all = new HashMap<String, Object>(clientSettings);
        all.putAll(backlog.settings());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        all.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A command is answered after its transaction, which ends with the backlog or, when that
        // has no end, after the interval.
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 25);
        // A command ends the wait, so this is how often the thread looks at its clock.
        all.put(StreamsConfig.POLL_MS_CONFIG, 20);
        // Nothing lingers so long: a commit sends what there is. Until then what belongs to a
        // transaction gathers in one request, where each request adds to the transaction's log.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        // The next transaction is refused while the last one's markers are still being written.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 1);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), 3);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                REQUEST_BYTES_MAX);
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        all.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                instance);
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2_000);
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
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        all.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        var properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}

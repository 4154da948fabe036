package dev.orrery.server.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.orrery.schemas.topic.TopicCatalogue;
import dev.orrery.schemas.topic.TopicSettings;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.StartRefused;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.LoggerFactory;

/**
 * The Kafka that a process works with, its own or another, with every topic there.
 *
 * @param clients settings for any client
 * @param cluster the id of the cluster, which names the log
 */
record KafkaConnection(Map<String, Object> clients, String cluster) {

    private static final int ANSWER_SECONDS_MAX = 10;

    /**
     * In one process nobody but us could read the clients' metrics, and a tenth of a start is spent
     * on giving each its name as a bean.
     */
    private static final Map<String, Object> QUIET =
            Map.of("metric.reporters", "", "enable.metrics.push", false);

    static KafkaConnection open(NodeSettings settings, DataFolder folder, Parts parts)
            throws InterruptedException {
        var clients = new HashMap<String, Object>(settings.kafka());
        if (settings.embedsKafka()) {
            var kafka =
                    parts.add("Kafka", EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT));
            clients.put("bootstrap.servers", kafka.bootstrapServers());
            QUIET.forEach(clients::putIfAbsent);
        }
        return open(settings, clients);
    }

    /** To the Kafka that clients with these settings reach. */
    static KafkaConnection open(NodeSettings settings, Map<String, ?> clients)
            throws InterruptedException {
        // A Kafka that is not there is told in one sentence, and not in a line an attempt.
        var attempts = (Logger) LoggerFactory.getLogger(NetworkClient.class);
        var level = attempts.getLevel();
        attempts.setLevel(Level.ERROR);
        try {
            return connect(settings, Map.copyOf(clients));
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (ExecutionException | TimeoutException silent) {
            throw refusal("does not answer", clients, silent);
        } catch (KafkaException failure) {
            throw refusal("can't be used (" + reason(failure) + ")", clients, failure);
        } finally {
            attempts.setLevel(level);
        }
    }

    private static KafkaConnection connect(NodeSettings settings, Map<String, Object> clients)
            throws InterruptedException, ExecutionException, TimeoutException {
        var admin = Admin.create(clients);
        try {
            var cluster =
                    admin.describeCluster().clusterId().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            if (settings.embedsKafka()) {
                var topics = TopicSettings.single(settings.partitions(), settings.pools());
                TopicCatalogue.ensure(admin, topics);
            } else {
                ClusterFeatures.check(admin, ANSWER_SECONDS_MAX);
                if (settings.isRunnerAlone()) {
                    requireServed(admin, settings.pools());
                }
                var topics = TopicSettings.ofCluster(settings.partitions(), settings.pools());
                TopicCatalogue.ensure(admin, topics);
            }
            return new KafkaConnection(clients, String.valueOf(cluster));
        } finally {
            // What is not answered by now is given up, which would else take a minute.
            admin.close(Duration.ZERO);
        }
    }

    /** Whoever takes runs decides none: without a server that knows the pool there are none. */
    private static void requireServed(Admin admin, List<String> pools)
            throws InterruptedException, ExecutionException, TimeoutException {
        var topics = admin.listTopics().names().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        for (var pool : pools) {
            if (!topics.contains(Topics.dispatch(pool))) {
                throw new StartRefused(
                        "No server serves the work pool '"
                                + pool
                                + "'; name it in the setting 'pools' of the server, and start that"
                                + " first.");
            }
        }
    }

    private static StartRefused refusal(String what, Map<String, ?> clients, Exception failure) {
        return new StartRefused(
                "Kafka at "
                        + clients.get("bootstrap.servers")
                        + " "
                        + what
                        + "; check kafka.bootstrap.servers and that it runs.",
                failure);
    }

    /** The innermost says what is wrong, on one line. */
    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
    }

    String bootstrapServers() {
        return String.valueOf(clients.get("bootstrap.servers"));
    }

    /** As {@code ce_source} of every event of this log. */
    String source() {
        return "urn:orrery:" + cluster;
    }
}

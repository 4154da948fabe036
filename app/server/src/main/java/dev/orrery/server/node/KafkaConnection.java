package dev.orrery.server.node;

import dev.orrery.schemas.topic.TopicCatalogue;
import dev.orrery.schemas.topic.TopicSettings;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.StartRefused;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The Kafka that a process works with, its own or another, with every topic there.
 *
 * @param clients settings for any client
 * @param cluster the id of the cluster, which names the log
 */
record KafkaConnection(Map<String, Object> clients, String cluster) {

    private static final int ANSWER_SECONDS_MAX = 20;

    static KafkaConnection open(NodeSettings settings, DataFolder folder, Parts parts)
            throws InterruptedException {
        var clients = new HashMap<String, Object>(settings.kafka());
        var topics = TopicSettings.single(settings.partitions(), settings.pools());
        if (settings.embedsKafka()) {
            var kafka =
                    parts.add("Kafka", EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT));
            clients.put("bootstrap.servers", kafka.bootstrapServers());
        } else {
            topics = new TopicSettings(settings.partitions(), (short) -1, 1, settings.pools());
        }
        try (var admin = Admin.create(clients)) {
            TopicCatalogue.ensure(admin, topics);
            var cluster =
                    admin.describeCluster().clusterId().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            return new KafkaConnection(Map.copyOf(clients), String.valueOf(cluster));
        } catch (ExecutionException | TimeoutException failure) {
            throw new StartRefused(
                    "Kafka at "
                            + clients.get("bootstrap.servers")
                            + " does not answer; check kafka.bootstrap.servers and that it runs.",
                    failure);
        }
    }

    String bootstrapServers() {
        return String.valueOf(clients.get("bootstrap.servers"));
    }

    /** As {@code ce_source} of every event of this log. */
    String source() {
        return "urn:orrery:" + cluster;
    }
}

package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.StartRefused;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOfOnesOwnTest {

    @Test
    void its_safety_is_its_own_and_it_must_have_what_the_log_and_the_runner_need(
            @TempDir Path temporary) throws Exception {
        var broker = new EmbeddedKafka.Settings(0, Map.of("min.insync.replicas", "2"));
        try (var theirs = DataFolder.claim(temporary.resolve("theirs"));
                var ours = DataFolder.claim(temporary.resolve("ours"));
                var kafka = EmbeddedKafka.start(theirs, broker);
                var parts = new Parts();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var settings =
                    NodeSettings.of(
                            Map.of(
                                    "kafka.bootstrap.servers", kafka.bootstrapServers(),
                                    "schema.registry.url", "http://127.0.0.1:1",
                                    "partitions", "1"));

            set(admin, "transaction.version", 1);
            assertThatThrownBy(() -> KafkaConnection.open(settings, ours, parts))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("transaction.version at 1")
                    .hasMessageContaining("kafka-features.sh")
                    .hasMessageEndingWith(".");
            assertThat(admin.listTopics().names().get()).isEmpty();

            set(admin, "transaction.version", 2);
            set(admin, "share.version", 0);
            assertThatThrownBy(() -> KafkaConnection.open(settings, ours, parts))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("share.version at 0")
                    .hasMessageEndingWith("--feature share.version=1.");
            assertThat(admin.listTopics().names().get()).isEmpty();

            set(admin, "share.version", 1);
            KafkaConnection.open(settings, ours, parts);
            assertThat(minInsyncReplicas(admin)).isEqualTo("2");
        }
    }

    private static void set(Admin admin, String feature, int level) throws Exception {
        var now = admin.describeFeatures().featureMetadata().get().finalizedFeatures().get(feature);
        var way =
                now != null && now.maxVersionLevel() > level
                        ? UpgradeType.SAFE_DOWNGRADE
                        : UpgradeType.UPGRADE;
        admin.updateFeatures(
                        Map.of(feature, new FeatureUpdate((short) level, way)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
    }

    private static String minInsyncReplicas(Admin admin) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
        var config = admin.describeConfigs(List.of(topic)).values().get(topic);
        return Objects.requireNonNull(config)
                .get()
                .get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                .value();
    }
}

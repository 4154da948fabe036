package dev.orrery.server.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final TopicPartition PARTITION = new TopicPartition("facts", 0);

    @TempDir Path temporary;

    @Test
    void keeps_committed_records_its_identity_and_its_address_over_a_restart() throws Exception {
        Path path = temporary.resolve("data");
        String address;
        String cluster;
        try (DataFolder folder = DataFolder.claim(path);
                EmbeddedKafka kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT)) {
            address = kafka.bootstrapServers();
            cluster = cluster(kafka);
            makeTopic(kafka);
            commit(kafka, "one", "two");
            assertThat(committed(kafka)).containsExactly("one", "two");
            assertThat(finalized(kafka, "transaction.version")).isEqualTo((short) 2);
            assertThat(finalized(kafka, "share.version")).isEqualTo((short) 1);
        }
        try (DataFolder folder = DataFolder.claim(path);
                EmbeddedKafka kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT)) {
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(cluster(kafka)).isEqualTo(cluster);
            commit(kafka, "three");
            assertThat(committed(kafka)).containsExactly("one", "two", "three");
        }
    }

    /** What lies on the disk while the node runs is what a kill -9 leaves. */
    @Test
    void starts_from_what_a_killed_node_left() throws Exception {
        Path killed = temporary.resolve("killed");
        try (DataFolder folder = DataFolder.claim(temporary.resolve("data"));
                EmbeddedKafka kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT)) {
            makeTopic(kafka);
            commit(kafka, "one", "two");
            copy(folder.path(), killed);
        }
        try (DataFolder folder = DataFolder.claim(killed);
                EmbeddedKafka kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT)) {
            assertThat(committed(kafka)).containsExactly("one", "two");
        }
    }

    @Test
    void two_run_side_by_side() {
        try (DataFolder first = DataFolder.claim(temporary.resolve("first"));
                DataFolder second = DataFolder.claim(temporary.resolve("second"));
                EmbeddedKafka one = EmbeddedKafka.start(first, EmbeddedKafka.Settings.DEFAULT);
                EmbeddedKafka two = EmbeddedKafka.start(second, EmbeddedKafka.Settings.DEFAULT)) {
            assertThat(one.bootstrapServers()).isNotEqualTo(two.bootstrapServers());
        }
    }

    @Test
    void refuses_a_port_that_is_in_use_and_takes_another_where_any_serves() throws IOException {
        try (DataFolder folder = DataFolder.claim(temporary);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() ->
                            EmbeddedKafka.start(folder, new EmbeddedKafka.Settings(port, Map.of())))
                    .withMessageMatching("Port " + port + " of 127.0.0.1, asked for Kafka, .*\\.");

            new RememberedPorts(folder).remember("kafka", port);
            try (BrokerPorts ports = BrokerPorts.bind(0, new RememberedPorts(folder))) {
                assertThat(ports.broker()).isNotEqualTo(port).isNotZero();
            }
        }
    }

    @Test
    void fails_with_the_reason_and_leaves_its_ports_where_a_setting_is_wrong() {
        try (DataFolder folder = DataFolder.claim(temporary)) {
            Map<String, String> wrong = Map.of("num.io.threads", "none");

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(
                            () -> EmbeddedKafka.start(folder, new EmbeddedKafka.Settings(0, wrong)))
                    .havingCause()
                    .withMessageContaining("num.io.threads");

            int port = new RememberedPorts(folder).last("kafka").orElseThrow();
            EmbeddedKafka.Settings same = new EmbeddedKafka.Settings(port, Map.of());
            try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, same)) {
                assertThat(kafka.bootstrapServers()).endsWith(":" + port);
            }
        }
    }

    @RepeatedTest(3)
    void starts_in_a_folder_whose_first_start_was_killed() throws Exception {
        try (DataFolder folder = DataFolder.claim(temporary)) {
            BrokerStorage.prepare(folder.resolve("kafka"));
            try (EmbeddedKafka kafka =
                    EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT)) {
                assertThat(cluster(kafka)).isNotBlank();
            }
        }
    }

    private static void makeTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1);
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static String cluster(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static short finalized(EmbeddedKafka kafka, String feature)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin(kafka)) {
            var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            return requireNonNull(features.get(feature)).maxVersionLevel();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static void commit(EmbeddedKafka kafka, String... values) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "transactional.id", "test",
                        "linger.ms", "0");
        StringSerializer text = new StringSerializer();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, text, text)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
            }
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "never committed")).get();
            producer.abortTransaction();
        }
    }

    private static List<String> committed(EmbeddedKafka kafka) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false");
        StringDeserializer text = new StringDeserializer();
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}

package dev.orrery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.event.DeploymentEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.topic.TopicCatalogue;
import dev.orrery.schemas.topic.TopicSettings;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.node.LogAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayProgramTest {

    private static final int PARTITIONS = 2;
    private static final DeploymentId DAILY = DeploymentId.of("hello", "daily");
    private static final int PARTITION = DAILY.affinity().partition(PARTITIONS);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final DeploymentCreated CREATED =
            new DeploymentCreated(DAILY, "hello", "daily", 1, document());

    @TempDir Path temporary;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_stopped_server_is_read_and_left_stopped() {
        var data = temporary.resolve("data");
        withKafka(
                data,
                kafka -> {
                    var writer = new Writer(kafka);
                    writer.abort(new DeploymentDeleted(DAILY));
                    writer.commit(CREATED);
                    writer.commit(new DeploymentPaused(DAILY));
                });

        assertThat(run("--data", data.toString(), "--subject", "hello/daily")).isZero();

        assertThat(out.toString())
                .contains("DeploymentCreated", "state    paused, hello/daily, revision 1")
                .contains("2 events of 1 aggregate on 2 partitions, up to " + PARTITION + ":2")
                .doesNotContain("DeploymentDeleted");
        DataFolder.claim(data).close();
    }

    @Test
    void a_kafka_is_read_by_its_address_up_to_a_place_or_a_time() {
        withKafka(
                temporary,
                kafka -> {
                    var writer = new Writer(kafka);
                    writer.commit(CREATED);
                    writer.commit(new DeploymentPaused(DAILY));

                    assertThat(run("--kafka", kafka, "-o", "json", "--until", PARTITION + ":1"))
                            .isZero();
                    assertThat(
                                    run(
                                            "--kafka",
                                            kafka,
                                            "-o",
                                            "json",
                                            "--until",
                                            "2026-11-22T12:00:01"))
                            .isZero();
                    assertThat(run("--kafka", kafka, "--until", "7:1")).isOne();
                });

        assertThat(out.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.parse(line).text()).contains("\"Live\""));
        assertThat(err.toString()).contains("1 event of 1 aggregate");
    }

    @Test
    void a_kafka_is_read_with_the_settings_of_the_server() {
        withKafka(
                temporary,
                kafka -> {
                    new Writer(kafka).commit(CREATED);
                    var settings = "kafka.bootstrap.servers=" + kafka;

                    assertThat(run("--set", settings)).isZero();
                    // Says nothing that a broker without TLS understands.
                    assertThat(
                                    run(
                                            "--set",
                                            settings,
                                            "--set",
                                            "kafka.security.protocol=SSL",
                                            "--set",
                                            "kafka.default.api.timeout.ms=2000"))
                            .isEqualTo(Failures.EXIT_CODE);
                    assertThat(run("--config", write(settings).toString())).isZero();
                });

        assertThat(out.toString().lines().filter(line -> line.contains("DeploymentCreated")))
                .hasSize(2);
    }

    private Path write(String settings) {
        try {
            return Files.writeString(temporary.resolve("settings"), settings);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void a_log_that_is_not_whole_ends_with_its_difference_and_another_exit_code() {
        withKafka(
                temporary,
                kafka -> {
                    var writer = new Writer(kafka);
                    writer.commit(CREATED);
                    writer.previous = EventHash.NONE;
                    writer.commit(new DeploymentPaused(DAILY));

                    assertThat(run("--kafka", kafka)).isEqualTo(Failures.EXIT_CODE);
                });

        assertThat(out.toString()).contains("Difference at " + PARTITION + ":1 ");
    }

    @Test
    void a_folder_without_a_log_is_refused_and_not_made() {
        var nothing = temporary.resolve("nothing");

        assertThat(run("--data", nothing.toString())).isEqualTo(Failures.EXIT_CODE);
        assertThat(nothing).doesNotExist();
    }

    @Test
    void of_a_folder_whose_log_is_elsewhere_is_said_what_to_name() throws IOException {
        Files.writeString(temporary.resolve("node-name"), "0123abcd");

        assertThatThrownBy(() -> LogAccess.to(temporary))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("in a Kafka of its own")
                .hasMessageContaining("--kafka")
                .hasMessageContaining("--config");
    }

    @Test
    void what_can_t_be_understood_is_said() {
        assertThat(run("--until", "yesterday")).isEqualTo(2);
        assertThat(run("--subject", "nobody")).isEqualTo(2);

        assertThat(err.toString())
                .contains("'yesterday' is neither a time", "'nobody' is neither an id");
    }

    private int run(String... options) {
        var words = new String[options.length + 1];
        words[0] = "replay";
        System.arraycopy(options, 0, words, 1, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private static void withKafka(Path data, Consumer<String> story) {
        try (var folder = DataFolder.claim(data);
                var kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicCatalogue.ensure(admin, TopicSettings.single(PARTITIONS, List.of("default")));
            story.accept(kafka.bootstrapServers());
        }
    }

    private static DeploymentDocument document() {
        return new DeploymentDocument(
                null,
                null,
                List.of(),
                Map.of(),
                new Entrypoint.Command(List.of("true")),
                null,
                null,
                Json.EMPTY_OBJECT,
                null,
                Map.of(),
                List.of(),
                DeploymentDocument.DEFAULT_POOL,
                Infrastructure.PROCESS,
                null,
                null,
                true,
                null,
                null,
                null);
    }

    /** Appends events of one deployment, a transaction and two seconds each. */
    private static final class Writer {

        private final EventFormat format =
                new EventFormat(Codecs.start(SchemaIds.local()).events());
        private final String kafka;
        private EventHash previous = EventHash.NONE;
        private long sequence;

        Writer(String kafka) {
            this.kafka = kafka;
        }

        void commit(DeploymentEvent event) {
            sequence++;
            previous = append(event, sequence, KafkaProducer::commitTransaction);
        }

        void abort(DeploymentEvent event) {
            append(event, sequence + 1, KafkaProducer::abortTransaction);
        }

        private EventHash append(
                DeploymentEvent event, long number, Consumer<KafkaProducer<byte[], byte[]>> end) {
            var header =
                    new EventHeader(
                            new EventId(PARTITION, number),
                            "/orrery/test",
                            DAILY.value(),
                            number,
                            NOON.plusSeconds(2 * (number - 1)),
                            "anna",
                            null,
                            null,
                            null,
                            previous,
                            null);
            var written = format.write(DAILY, header, event);
            var bytes = new ByteArraySerializer();
            var settings =
                    Map.<String, Object>of("bootstrap.servers", kafka, "transactional.id", "test");
            try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
                producer.initTransactions();
                producer.beginTransaction();
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.EVENTS,
                                        PARTITION,
                                        written.timestamp(),
                                        written.key(),
                                        written.value(),
                                        written.headers()));
                producer.flush();
                end.accept(producer);
            }
            return written.hash();
        }
    }
}

package dev.orrery.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaArchive;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.exchange.ExchangeSettings;
import dev.orrery.schemas.exchange.TimedOut;
import dev.orrery.schemas.exchange.TooManyInFlight;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.StartRun;
import dev.orrery.schemas.topic.CatalogueMismatch;
import dev.orrery.schemas.topic.TopicCatalogue;
import dev.orrery.schemas.topic.TopicSettings;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaContractTest {

    private static final int PARTITIONS = 3;
    private static final TopicSettings TOPICS =
            TopicSettings.single(PARTITIONS, List.of("default"));
    private static final ExchangeSettings SETTINGS =
            new ExchangeSettings(
                    "/orrery/test",
                    "tester",
                    500,
                    500,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(100),
                    Optional.empty());
    private static final DeploymentId DEPLOYMENT = DeploymentId.of("hello", "daily");

    private final Codecs codecs = Codecs.start(SchemaIds.local());
    private DataFolder folder;
    private EmbeddedKafka kafka;
    private Map<String, Object> clients;
    private Admin admin;
    private Echo echo;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = DataFolder.claim(temporary);
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
        clients = Map.of("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(clients);
        TopicCatalogue.ensure(admin, TOPICS);
        echo = new Echo(clients, PARTITIONS, codecs);
    }

    @AfterAll
    void stop() throws InterruptedException {
        echo.close();
        admin.close();
        kafka.close();
        folder.close();
    }

    @Test
    void topics_are_created_as_the_catalogue_says_and_left_alone_later() throws Exception {
        TopicCatalogue.ensure(admin, TopicSettings.single(PARTITIONS, List.of("default", "gpu")));

        var names = admin.listTopics().names().get();
        assertThat(names)
                .contains(Topics.EVENTS, Topics.COMMANDS, "orrery.dispatch.gpu", Topics.SCHEMAS);
        assertThat(config(Topics.EVENTS, "message.timestamp.type")).isEqualTo("CreateTime");
        assertThat(config(Topics.EVENTS, "retention.ms")).isEqualTo("-1");
        assertThat(config(Topics.HEARTBEATS, "segment.ms")).isEqualTo("600000");
        assertThat(config(Topics.COMMANDS, "message.timestamp.type")).isEqualTo("LogAppendTime");
    }

    @Test
    void a_log_with_another_number_of_partitions_is_refused() {
        assertThatThrownBy(() -> TopicCatalogue.ensure(admin, TopicSettings.single(8, List.of())))
                .isInstanceOf(CatalogueMismatch.class)
                .hasMessageContaining("has 3 partitions and the settings ask for 8");
    }

    @Test
    void the_archive_reads_the_log_without_a_registry() {
        SchemaArchive.open(clients);
        var archive = SchemaArchive.open(clients);
        Event event = new RunCrashed(new RunId(new UUID(0x8000, 1)), 1, "gone");
        var fingerprint = codecs.events().fingerprint(event);

        assertThat(archive.find(fingerprint)).contains(codecs.events().schema(event));
        assertThat(archive.find("junk")).isEmpty();

        var elsewhere = ByteBuffer.wrap(codecs.events().encode(event)).putInt(1, 9_999).array();
        assertThat(Codecs.start(SchemaIds.local(), archive).events().decode(elsewhere, fingerprint))
                .isEqualTo(event);
    }

    @Test
    void a_command_is_answered_on_the_partition_of_its_target() throws Exception {
        try (var exchange = exchange(SETTINGS)) {
            var id = CommandId.random();
            var before = Instant.now();

            var reply = accepted(exchange.command(header(id, null), pause(DEPLOYMENT)));

            int partition = DEPLOYMENT.affinity().partition(PARTITIONS);
            assertThat(reply.subject()).isEqualTo(DEPLOYMENT.value());
            assertThat(reply.partition()).isEqualTo(partition);
            var asked =
                    echo.asked().stream()
                            .filter(each -> each.header().id().equals(id))
                            .findFirst()
                            .orElseThrow();
            assertThat(asked.topic()).isEqualTo(Topics.COMMANDS);
            assertThat(asked.key()).isEqualTo(DEPLOYMENT.key());
            assertThat(asked.header().actor()).isEqualTo("me");
            assertThat(asked.header().deadline()).isAfter(before.plusSeconds(19));
        }
    }

    @Test
    void hundreds_at_once_each_get_their_own_answer_in_two_processes() throws Exception {
        try (var one = exchange(SETTINGS);
                var two = exchange(SETTINGS)) {
            var answers = new HashMap<DeploymentId, CompletableFuture<Reply>>();
            for (int i = 0; i < 400; i++) {
                var deployment = DeploymentId.of("flow", "d" + i);
                var exchange = i % 2 == 0 ? one : two;
                answers.put(
                        deployment,
                        exchange.command(header(CommandId.random(), null), pause(deployment)));
            }

            for (var answer : answers.entrySet()) {
                assertThat(accepted(answer.getValue()).subject())
                        .isEqualTo(answer.getKey().value());
            }
        }
    }

    @Test
    void one_command_id_for_two_commands_at_once_gets_the_answer_to_each() throws Exception {
        try (var exchange = exchange(SETTINGS)) {
            var id = CommandId.random();
            var other = DeploymentId.of("hello", "nightly");

            var first = exchange.command(header(id, null), pause(DEPLOYMENT));
            var second = exchange.command(header(id, null), pause(other));

            assertThat(accepted(first).subject()).isEqualTo(DEPLOYMENT.value());
            assertThat(accepted(second).subject()).isEqualTo(other.value());
        }
    }

    @Test
    void a_report_is_answered_or_only_told() throws Exception {
        try (var exchange = exchange(SETTINGS)) {
            var run = RunId.requested(DEPLOYMENT, "ada", CommandId.random(), Instant.now());

            var reply = accepted(exchange.report(DEPLOYMENT, new StartRun(run, Fence.random())));
            var told = RunId.requested(DEPLOYMENT, "ada", CommandId.random(), Instant.now());
            exchange.tell(DEPLOYMENT, new StartRun(told, Fence.random()));

            assertThat(reply.subject()).isEqualTo(run.value());
            await().until(() ->
                    echo.asked().stream()
                            .anyMatch(each ->
                                    each.topic().equals(Topics.REPORTS)
                                            && each.header().replyTo() == null));
        }
    }

    @Test
    void a_command_without_an_answer_times_out_with_its_id() throws Exception {
        var hasty =
                new ExchangeSettings(
                        "/orrery/test",
                        "tester",
                        1,
                        1,
                        Duration.ofSeconds(2),
                        Duration.ofMillis(1),
                        Optional.empty());
        try (var exchange = exchange(hasty)) {
            var id = CommandId.random();

            var unanswered = exchange.command(header(id, Echo.SILENCE), pause(DEPLOYMENT));
            var tooMany = exchange.command(header(id, null), pause(DEPLOYMENT));

            assertThat(tooMany.exceptionNow()).isInstanceOf(TooManyInFlight.class);
            assertThatThrownBy(() -> unanswered.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            TimedOut.class, late -> assertThat(late.command()).isEqualTo(id));
            assertThat(accepted(exchange.command(header(id, null), pause(DEPLOYMENT)))).isNotNull();
        }
    }

    @Test
    void a_close_tells_who_still_waits_and_takes_no_more() {
        var exchange = exchange(SETTINGS);
        var waiting = exchange.command(header(CommandId.random(), Echo.SILENCE), pause(DEPLOYMENT));

        exchange.close();

        assertThat(waiting.exceptionNow())
                .isInstanceOf(TimedOut.class)
                .hasMessage("The exchange was closed before an answer came");
        assertThat(exchange.command(header(CommandId.random(), null), pause(DEPLOYMENT)))
                .isCompletedExceptionally();
    }

    @Test
    void a_command_larger_than_any_topic_takes_fails_with_kafkas_word() throws Exception {
        try (var exchange = exchange(SETTINGS)) {
            var reason = "x".repeat(3 * 1024 * 1024);

            var refused = exchange.command(header(CommandId.random(), reason), pause(DEPLOYMENT));

            assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("max.request.size");
        }
    }

    private Exchange exchange(ExchangeSettings settings) {
        return Exchange.start(clients, PARTITIONS, codecs, settings);
    }

    private static CommandHeader header(CommandId id, @Nullable String reason) {
        return new CommandHeader(id, "me", null, null, null, reason, null);
    }

    private static PauseDeployment pause(DeploymentId deployment) {
        return new PauseDeployment(deployment);
    }

    private static Reply.Accepted accepted(CompletableFuture<Reply> reply) throws Exception {
        return (Reply.Accepted) reply.get(20, TimeUnit.SECONDS);
    }

    private String config(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = admin.describeConfigs(List.of(resource)).all().get();
        return Objects.requireNonNull(configs.get(resource)).get(name).value();
    }
}

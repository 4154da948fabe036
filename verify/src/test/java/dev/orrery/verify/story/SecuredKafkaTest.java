package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.DocumentedAcls;
import dev.orrery.verify.server.SecuredKafka;
import dev.orrery.verify.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server and a runner on a Kafka that gives each no more than the document says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredKafkaTest {

    private static final String SERVER = "orrery-server";
    private static final String RUNNER = "orrery-runner";
    private static final String AUDIT = "orrery-audit";
    private static final String EVERY = "every node";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path folder;
    private SecuredKafka kafka;
    private Server server;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        var document = Path.of("..", "docs", "how-to", "kafka-security.md");
        var documented = new DocumentedAcls(Files.readString(document));
        var acls = new ArrayList<AclBinding>();
        acls.addAll(documented.of(SERVER, EVERY, "api", "processor", "projector"));
        acls.addAll(documented.of(RUNNER, EVERY, "runner"));
        acls.addAll(documented.of(AUDIT, "audit"));
        assertThat(documented.roles())
                .containsExactlyInAnyOrder(
                        EVERY, "api", "processor", "projector", "runner", "audit", "move-log");
        var users = List.of(SERVER, RUNNER, AUDIT);
        kafka = SecuredKafka.start(folder.resolve("theirs"), users, acls);
        open.push(kafka);

        Files.writeString(folder.resolve("cluster.key"), "3a".repeat(32));
        server = startServer();
        open.push(Server.start(folder.resolve("runner"), settings(RUNNER, "runner")));
    }

    private Server startServer() {
        var settings = settings(SERVER, "api,processor,projector");
        settings.put("cluster.key.file", folder.resolve("cluster.key").toString());
        return Server.start(folder.resolve("server"), settings);
    }

    private Map<String, String> settings(String user, String roles) {
        var settings = kafka.settings(user);
        settings.put("roles", roles);
        settings.put("partitions", "2");
        return settings;
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void a_deployment_runs_from_end_to_end_also_after_a_restart() {
        server.http().deploy("secured/hello", command("echo", "hello")).is(201);
        assertRuns();

        server.close();
        server = startServer();

        assertRuns();
    }

    private void assertRuns() {
        var http = server.http();
        var run = http.request("secured/hello").is(201).id();
        http.awaitRun(run, "COMPLETED", "FAILED", "CRASHED").has("/state/type", "COMPLETED");
        await().until(() -> http.printed(run).equals(List.of("hello")));
        assertThat(http.all("/v1/events?subject=" + run)).hasSizeGreaterThan(2);
    }

    @Test
    void how_much_disk_code_takes_is_not_told_to_who_may_not_ask() {
        server.http().get("/v1/artifacts").is(200).has("/diskBytes", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Topics.EVENTS,
                Topics.COMMANDS,
                Topics.TRANSFERS,
                Topics.REPLIES,
                Topics.REJECTIONS,
                Topics.CONTROL,
                Topics.ARTIFACTS,
                Topics.SCHEMAS,
                "orrery.dispatch.default",
                "orrery-processor-state-changelog",
            })
    void a_runner_can_not_write(String topic) {
        assertThat(written(RUNNER, topic)).isInstanceOf(TopicAuthorizationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Topics.EVENTS,
                Topics.COMMANDS,
                Topics.TRANSFERS,
                Topics.REPORTS,
                Topics.HEARTBEATS,
                Topics.REJECTIONS,
                Topics.DEAD_LETTERS,
                Topics.LOGS,
                "orrery-processor-state-changelog",
            })
    void a_runner_can_not_read(String topic) {
        assertThat(read(RUNNER, topic)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void whoever_audits_reads_the_log_and_changes_nothing() {
        assertThat(read(AUDIT, Topics.EVENTS)).isNull();
        assertThat(read(AUDIT, Topics.COMMANDS)).isInstanceOf(TopicAuthorizationException.class);
        // It may write nothing at all, so that it does not even get the id of a producer.
        assertThat(written(AUDIT, Topics.EVENTS)).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void the_servers_write_no_reports() {
        assertThat(written(SERVER, Topics.REPORTS)).isInstanceOf(TopicAuthorizationException.class);
    }

    /** What Kafka says to a record; null where it takes it. */
    private @Nullable Throwable written(String user, String topic) {
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(kafka.clients(user), bytes, bytes)) {
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("junk"))).get();
            return null;
        } catch (ExecutionException refused) {
            return refused.getCause();
        } catch (KafkaException refusedBefore) {
            // A producer that was refused its id by now takes no record at all.
            return refusedBefore.getCause();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private @Nullable Throwable read(String user, String topic) {
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(kafka.clients(user), bytes, bytes)) {
            var place = List.of(new TopicPartition(topic, 0));
            consumer.assign(place);
            consumer.seekToBeginning(place);
            return catchThrowable(() -> consumer.poll(Duration.ofSeconds(3)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

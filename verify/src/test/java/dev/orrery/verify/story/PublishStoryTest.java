package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.DeleteDeployment;
import dev.orrery.schemas.command.DeploymentCommand.PauseDeployment;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may have something done, and who is said to have asked, where all may write records. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishStoryTest {

    private static final int PARTITIONS = 8;

    private Server server;
    private Http http;
    private Kafka kafka;
    private Codecs codecs;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = Server.start(folder);
        http = server.http();
        kafka = server.kafka();
        codecs = kafka.codecs();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void whoever_writes_a_record_here_is_an_operator_and_says_who_they_are() {
        http.deploy("publish/plain", command("true"));
        var id = DeploymentId.of("publish", "plain");

        send("pause-plain", "grace", new PauseDeployment(id));
        send("delete-plain", "grace", new DeleteDeployment(id));

        assertThat(rejection("delete-plain"))
                .returns("ROLE_MISSING", Refused::code)
                .returns("kafka:grace", Refused::actor);
        await().until(() -> actors(id).size() == 2);
        assertThat(actors(id)).containsExactly("local", "kafka:grace");
    }

    @Test
    void a_record_of_the_api_that_somebody_changed_is_refused() {
        var signed = deployedAs("changed");
        var headers = signed.headers();
        headers.add(HeaderNames.ACTOR, bytes("root"));
        headers.add(HeaderNames.ID, bytes("changed-by-somebody"));

        kafka.produce(again(signed));

        assertThat(rejection("changed-by-somebody"))
                .returns("SIGNATURE_INVALID", Refused::code)
                .returns("kafka:root", Refused::actor);
    }

    @Test
    void a_record_of_the_api_that_somebody_writes_again_does_nothing() {
        var signed = deployedAs("replayed");
        var id = DeploymentId.of("publish", "replayed");
        var address = signed.headers().lastHeader(HeaderNames.REPLY_TO).value();

        kafka.produce(again(signed));

        await().until(() ->
                kafka.read(Topics.REPLIES).stream()
                                .filter(reply -> isOf(reply, "replayed", address))
                                .count()
                        == 2);
        assertThat(actors(id)).containsExactly("local");
    }

    /** What the api sent to deploy something. */
    private ConsumerRecord<byte[], byte[]> deployedAs(String name) {
        http.deploy("publish/" + name, command("true"), "Idempotency-Key", name).is(201);
        return kafka.awaitRecord(
                Topics.COMMANDS, record -> has(record, HeaderNames.ID, bytes(name)));
    }

    private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    private void send(String id, String actor, Command command) {
        var record =
                new ProducerRecord<byte[], byte[]>(
                        Topics.COMMANDS,
                        command.target().affinity().partition(PARTITIONS),
                        null,
                        codecs.commands().encode(command));
        record.headers().add(HeaderNames.ID, bytes(id));
        record.headers().add(HeaderNames.ACTOR, bytes(actor));
        kafka.produce(record);
    }

    private Refused rejection(String command) {
        var record =
                kafka.awaitRecord(
                        Topics.REJECTIONS,
                        each -> codecs.refusals().decode(each.value()).commandId().equals(command));
        return codecs.refusals().decode(record.value());
    }

    private List<String> actors(DeploymentId id) {
        return kafka.log().isWhole().entries().stream()
                .map(entry -> entry.header())
                .filter(header -> header.subject().equals(id.value()))
                .map(header -> header.actor())
                .toList();
    }

    private static boolean isOf(
            ConsumerRecord<byte[], byte[]> reply, String command, byte[] address) {
        return has(reply, HeaderNames.COMMAND_ID, bytes(command))
                && has(reply, HeaderNames.REPLY_TO, address);
    }

    private static boolean has(ConsumerRecord<byte[], byte[]> record, String name, byte[] value) {
        var header = record.headers().lastHeader(name);
        return header != null && Arrays.equals(header.value(), value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

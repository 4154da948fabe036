package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.Server;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands as records of any Kafka client, and records that are no commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandRecordsTest {

    private static final int PARTITIONS = 8;

    private Server server;
    private Http http;
    private Kafka kafka;
    private Codecs codecs;

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data, Map.of("kafka.commands.role", "editor"));
        http = server.http();
        kafka = server.kafka();
        codecs = kafka.codecs();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_command_without_any_header_is_done() {
        var put = put("plain", DeploymentDocument.DEFAULT_POOL);

        send(partition(put), codecs.commands().encode(put));

        awaitDeployment("plain");
    }

    @Test
    void a_command_on_a_wrong_partition_is_transferred_and_done_once() {
        var put = put("astray", DeploymentDocument.DEFAULT_POOL);
        int wrong = (partition(put) + 3) % PARTITIONS;

        send(wrong, codecs.commands().encode(put));

        awaitDeployment("astray");
        var id = http.get("/v1/deployments/records/astray").is(200).id();
        assertThat(http.all("/v1/events?subject=" + id)).hasSize(1);
        assertThat(kafka.log().isWhole().entries())
                .filteredOn(entry -> entry.header().subject().toString().equals(id))
                .singleElement()
                .returns(partition(put), entry -> entry.partition());
    }

    @Test
    void a_null_value_is_kept_as_a_dead_letter() {
        assertDead(send(2, null), null);
    }

    @Test
    void junk_is_kept_as_a_dead_letter() {
        var junk = "no Avro".getBytes(StandardCharsets.UTF_8);
        assertDead(send(3, junk), junk);
    }

    @Test
    void an_unknown_schema_is_kept_as_a_dead_letter() {
        var unknown = new byte[] {0, 0, 15, 66, 63, 1, 2, 3};
        assertThat(assertDead(send(4, unknown), unknown).reason()).contains("999999");
    }

    @Test
    void a_command_that_is_cut_off_is_kept_as_a_dead_letter() {
        var put = put("cut", DeploymentDocument.DEFAULT_POOL);
        var whole = codecs.commands().encode(put);
        var cut = Arrays.copyOf(whole, whole.length / 2);
        assertDead(send(partition(put), cut), cut);
    }

    @Test
    void a_reply_address_that_can_not_be_served_is_rejected() {
        var put = put("far", DeploymentDocument.DEFAULT_POOL);
        var record = record(partition(put), codecs.commands().encode(put));
        record.headers().add(HeaderNames.ID, bytes("far-1"));
        record.headers().add(HeaderNames.REPLY_TO, bytes("somebody@999"));

        kafka.produce(record);

        assertThat(rejection("far-1").code()).isEqualTo("REPLY_ADDRESS_INVALID");
        assertNextIsAnswered(partition(put));
        http.get("/v1/deployments/records/far").refuses(404, "DEPLOYMENT_NOT_FOUND");
    }

    @Test
    void a_reply_address_that_is_none_is_kept_as_a_dead_letter() {
        var put = put("nowhere", DeploymentDocument.DEFAULT_POOL);
        var value = codecs.commands().encode(put);
        var record = record(partition(put), value);
        record.headers().add(HeaderNames.REPLY_TO, bytes("nobody"));

        assertDead(kafka.produce(record), value);
    }

    /** The address of the api's own inbox can be read off any command that it sent. */
    @Test
    void a_reply_address_that_the_api_never_gave_out_stops_no_answer() {
        http.deploy("records/overheard", command("true"), "Idempotency-Key", "overheard");
        var overheard =
                kafka.awaitRecord(
                        Topics.COMMANDS, record -> is(record, HeaderNames.ID, "overheard"));
        var address =
                new String(
                        overheard.headers().lastHeader(HeaderNames.REPLY_TO).value(),
                        StandardCharsets.UTF_8);
        var put = put("forged", DeploymentDocument.DEFAULT_POOL);
        var record = record(partition(put), codecs.commands().encode(put));
        var forged = address.replaceFirst("\\.[0-9]+@", ".x@");
        record.headers().add(HeaderNames.REPLY_TO, bytes(forged));

        kafka.produce(record);

        kafka.awaitRecord(Topics.REPLIES, reply -> is(reply, HeaderNames.REPLY_TO, forged));
        assertNextIsAnswered(partition(put));
        http.get("/readyz").is(200).has("/parts/exchange", "true").has("/parts/runner", "true");
    }

    @Test
    void a_pool_that_nobody_serves_is_rejected() {
        var put = put("moon", "moon");
        var record = record(partition(put), codecs.commands().encode(put));
        record.headers().add(HeaderNames.ID, bytes("moon-1"));

        kafka.produce(record);

        assertThat(rejection("moon-1"))
                .returns("POOL_UNKNOWN", Refused::code)
                .returns("/pool", Refused::field);
        assertNextIsAnswered(partition(put));
    }

    private DeadLetter assertDead(RecordMetadata place, byte @Nullable [] value) {
        var letter =
                codecs.deadLetters()
                        .decode(
                                kafka.awaitRecord(
                                                Topics.DEAD_LETTERS,
                                                record -> isOf(record.value(), place))
                                        .value());
        assertThat(letter.topic()).isEqualTo(Topics.COMMANDS);
        assertThat(letter.reason()).isNotBlank();
        var kept = letter.value();
        if (value == null) {
            assertThat(kept).isNull();
        } else {
            assertThat(kept).isEqualTo(ByteBuffer.wrap(value));
        }
        assertNextIsAnswered(place.partition());
        return letter;
    }

    private boolean isOf(byte[] value, RecordMetadata place) {
        var letter = codecs.deadLetters().decode(value);
        return letter.partition() == place.partition() && letter.offset() == place.offset();
    }

    private static boolean is(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        var header = record.headers().lastHeader(name);
        return header != null && Arrays.equals(header.value(), bytes(value));
    }

    private Refused rejection(String command) {
        return codecs.refusals()
                .decode(
                        kafka.awaitRecord(
                                        Topics.REJECTIONS, record -> isOf(record.value(), command))
                                .value());
    }

    private boolean isOf(byte[] value, String command) {
        return codecs.refusals().decode(value).commandId().equals(command);
    }

    /** Of the same partition: what was wrong there holds up nobody. */
    private void assertNextIsAnswered(int partition) {
        for (int i = 0; ; i++) {
            var name = "next-" + partition + "-" + i;
            if (partition(put(name, DeploymentDocument.DEFAULT_POOL)) == partition) {
                assertThat(http.deploy("records/" + name, command("true")).status()).isIn(200, 201);
                return;
            }
        }
    }

    private void awaitDeployment(String name) {
        await().until(() -> http.get("/v1/deployments/records/" + name).status() == 200);
    }

    private RecordMetadata send(int partition, byte @Nullable [] value) {
        return kafka.produce(record(partition, value));
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.COMMANDS, partition, null, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int partition(Command command) {
        return command.target().affinity().partition(PARTITIONS);
    }

    private static PutDeployment put(String name, String pool) {
        return new PutDeployment(
                "records",
                name,
                new DeploymentDocument(
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
                        pool,
                        Infrastructure.PROCESS,
                        null,
                        null,
                        true,
                        null,
                        null,
                        null));
    }
}

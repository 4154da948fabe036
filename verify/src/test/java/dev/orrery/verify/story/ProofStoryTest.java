package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.projections.view.Keys;
import dev.orrery.schemas.checkpoint.SignedCheckpoint;
import dev.orrery.schemas.checkpoint.SigningKeys;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.server.node.Endpoints;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.LoneKafka;
import dev.orrery.verify.server.Proving;
import dev.orrery.verify.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server proves its log and its views, and a log is proved by what was signed of it. */
class ProofStoryTest {

    private static final String CHANGELOG = "orrery-projector-views-changelog";
    private static final int PARTITIONS = 8;
    private static final JsonNode NOTHING = JsonNodeFactory.instance.arrayNode();

    private @TempDir Path folder;

    @Test
    void a_live_server_is_proved_while_runs_go_on() throws Exception {
        var data = folder.resolve("data");
        try (var server = Server.start(data)) {
            var http = server.http();
            http.deploy("proof/often", every(1, command("true"))).is(201);
            http.run("proof/once", command("true")).has("/state/type", "COMPLETED");
            var proving = new Proving(http);
            var checkpoint = http.get("/v1/audit/checkpoint").is(200);
            http.request("proof/once").is(201);

            var proved = proving.views(checkpoint.json().path("places"));

            proved.has("/state", "VERIFIED");
            assertThat(proved.json().path("partitions")).hasSize(PARTITIONS);
            for (var part : proved.json().path("partitions")) {
                assertThat(part.path("rows").asLong() > 0)
                        .as(part.toString())
                        .isEqualTo(part.path("sequence").asLong() > 0);
            }
            assertThat(http.run("proof/once", command("true")).at("/state/type"))
                    .isEqualTo("COMPLETED");

            var other = ((ArrayNode) proving.places()).deepCopy();
            ((ObjectNode) other.get(0)).put("hash", "0".repeat(64));
            proving.views(other)
                    .has("/state", "DIFFERENT")
                    .has(
                            "/difference/at",
                            other.at("/0/partition").asText()
                                    + ":"
                                    + other.at("/0/sequence").asText())
                    .says("is not what the checkpoint has");
            refusals(http);
            programs(data, checkpoint.text());
        }
    }

    private static void refusals(Http http) {
        var path = "/v1/audit/verifications";
        http.get(path + "/made-up").refuses(404, "NOT_FOUND");
        http.post(path, "{\"view\":true}").refuses(400, "INVALID_REQUEST", "/view");
        http.post(path, "[]").refuses(400, "MALFORMED_BODY");
        var place = "{\"partition\":%d,\"sequence\":1,\"hash\":\"" + "a".repeat(64) + "\"}";
        http.post(path, "{\"expect\":[" + place.formatted(PARTITIONS) + "]}")
                .refuses(400, "INVALID_REQUEST", "/expect/0/partition");
        http.post(path, "{\"expect\":\"monday.json\"}").refuses(400, "INVALID_REQUEST", "/expect");
        http.post(path, "{\"views\":true,\"from\":[" + place.formatted(0) + "]}")
                .refuses(400, "INVALID_REQUEST", "/from");
    }

    /** The log alone, by a program that needs no server, from a checkpoint and on from it. */
    private void programs(Path data, String unsigned) throws Exception {
        var keys = SigningKeys.create();
        var checkpoint = folder.resolve("checkpoint.json");
        var key = folder.resolve("key.pub");
        var signed = SignedCheckpoint.sign(SignedCheckpoint.readUnsigned(unsigned), keys).json();
        Files.writeString(checkpoint, signed);
        Files.writeString(key, SigningKeys.pem(keys.getPublic()));

        assertThat(program(data, 0, "--checkpoint", checkpoint, key))
                .contains("the hash chain holds", "what the checkpoints have");
        assertThat(program(data, 0, "--from", checkpoint, key)).contains("was not read");
        Files.writeString(checkpoint, signed.replace("\"log\" : \"", "\"log\" : \"x"));
        assertThat(program(data, 1, "--checkpoint", checkpoint, key)).contains("is not signed by");
    }

    private static String program(Path data, int exitCode, String option, Path file, Path key)
            throws Exception {
        try (var program =
                ChildServer.program(
                        data,
                        "verify-log",
                        "--data",
                        data.toString(),
                        option,
                        file.toString(),
                        "--public-key",
                        key.toString())) {
            int ended = program.exitCode();
            assertThat(ended).as(program.output()).isEqualTo(exitCode);
            return program.output();
        }
    }

    @Test
    void a_row_of_a_view_that_somebody_changed_is_found() throws Exception {
        var data = folder.resolve("data");
        String row;
        try (var server = Server.start(data)) {
            var http = server.http();
            http.run("proof/once", command("true")).has("/state/type", "COMPLETED");
            new Proving(http).views(NOTHING).has("/state", "VERIFIED");
            row = http.get("/v1/deployments/proof/once").is(200).text();
        }

        change(data, row.replace("\"revision\":1", "\"revision\":2"));

        try (var server = Server.start(data)) {
            new Proving(server.http())
                    .views(NOTHING)
                    .has("/state", "DIFFERENT")
                    .says("a row of the live view is not what follows from the log")
                    .says("deployment of " + DeploymentId.of("proof", "once"));
        }
    }

    private static void change(Path data, String row) throws Exception {
        var id = DeploymentId.of("proof", "once");
        try (var broker = LoneKafka.of(data)) {
            new Kafka(new Endpoints("", broker.bootstrapServers(), "", 0))
                    .produce(
                            new ProducerRecord<>(
                                    CHANGELOG,
                                    id.affinity().partition(PARTITIONS),
                                    Keys.deployment(id),
                                    row.getBytes(StandardCharsets.UTF_8)));
        }
    }
}

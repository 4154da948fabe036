package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is as large as it may be is taken, shown, and found again by a restart. */
class LargeDocumentsTest {

    private static final int BODY_BYTES_MAX = 1024 * 1024;
    private static final int VARIABLE_CHARACTERS = 32_000;
    private static final int PARTITIONS = 8;
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void the_largest_documents_stop_nothing(@TempDir Path data) {
        String deployment;
        String run;
        String parameters;
        try (var server = Server.start(data)) {
            var http = server.http();
            var large = largest();
            var put = http.deploy("large/one", large).is(201);
            deployment = put.id();
            var requested = http.request("large/one", parameters()).is(201);
            run = requested.id();
            http.awaitRun(run, "COMPLETED", "FAILED", "CRASHED");
            parameters = http.get("/v1/runs/" + run).is(200).json().at("/parameters").toString();
            assertThat(parameters).hasSizeGreaterThan(500_000);
            http.get("/v1/deployments/" + deployment + "/revisions").is(200);
            http.get("/v1/events?subject=" + deployment).is(200);
        }
        try (var server = Server.start(data)) {
            var http = server.http();
            assertThat(http.get("/v1/runs/" + run).is(200).json().at("/parameters").toString())
                    .isEqualTo(parameters);
            http.deploy("large/two", command("true")).is(201);
        }
    }

    /** A control character is one byte in a command and six in a view. */
    @Test
    void a_record_that_grows_in_its_views_stops_nothing(@TempDir Path data) {
        try (var server = Server.start(data, Map.of("kafka.commands.role", "editor"))) {
            var codecs = server.kafka().codecs();
            var put = new PutDeployment("large", "grown", controlCharacters());
            byte[] command = codecs.commands().encode(put);
            assertThat(command).hasSizeGreaterThan(1_900_000);
            int partition = put.target().affinity().partition(PARTITIONS);
            byte[] key = put.target().toString().getBytes(StandardCharsets.UTF_8);
            server.kafka()
                    .produce(
                            new ProducerRecord<>(Topics.COMMANDS, partition, key, command),
                            Map.of("max.request.size", 4 * 1024 * 1024));

            var http = server.http();
            Awaitility.await().until(() -> http.get("/v1/deployments/large/grown").status() == 200);
            assertThat(http.get("/v1/deployments/large/grown").text())
                    .hasSizeGreaterThan(11_000_000);
            http.deploy("large/two", command("true")).is(201);
        }
    }

    private static ObjectNode largest() {
        var document = command("true");
        document.putObject("parameters").put("text", "x".repeat(512 * 1024 - 100));
        var environment = document.putObject("environment");
        int left = BODY_BYTES_MAX - document.toString().length() - 100;
        for (int i = 0; left > 0; i++) {
            int characters = Math.min(left, VARIABLE_CHARACTERS);
            environment.put("V" + i, "y".repeat(characters));
            left -= characters + 10;
        }
        return document;
    }

    private static ObjectNode parameters() {
        var body = JSON.createObjectNode();
        body.putObject("parameters").put("text", "z".repeat(512 * 1024 - 100));
        return body;
    }

    private static DeploymentDocument controlCharacters() {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < 60; i++) {
            environment.put("V" + i, "\u0001".repeat(VARIABLE_CHARACTERS));
        }
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
                environment,
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
}

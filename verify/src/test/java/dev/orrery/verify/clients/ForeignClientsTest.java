package dev.orrery.verify.clients;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code examples/clients} read what happened, and have something done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsTest {

    private static final boolean REQUIRED = "required".equals(System.getProperty("orrery.clients"));
    private static final String PYTHON = "/usr/bin/python3";

    /** So many that a partitioner which is not ours misses the partition of one. */
    private static final List<String> NAMES = List.of("one", "two", "three", "four");

    private Server server;
    private Http http;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path printed) {
        server = Server.start(data);
        http = server.http();
        folder = printed;
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void javascript_with_the_clients_of_confluent_and_platformatic() throws Exception {
        var here = Program.source("verify/target").resolve("clients/javascript");
        needs(
                Files.isDirectory(here.resolve("node_modules"))
                        && Program.endsWell(folder, List.of("node", "--version")),
                "Node 20, and npm install in " + here + " as CONTRIBUTING.md says it");
        for (var file : List.of("read-events.mjs", "request-run.mjs")) {
            // Beside the modules that it imports.
            var source = Program.source("examples/clients/javascript/" + file);
            Files.writeString(here.resolve(file), Files.readString(source));
        }

        runs("javascript", List.of("node", here + "/request-run.mjs"), Answer::id);
        reads(List.of("node", here + "/read-events.mjs"));
    }

    @Test
    void python_with_the_client_of_confluent_that_debian_has() throws Exception {
        needs(
                Program.endsWell(folder, List.of(PYTHON, "-c", "import confluent_kafka.avro")),
                "Debian's python3-confluent-kafka, python3-avro and python3-requests");
        var here = Program.source("examples/clients/python");

        runs(
                "python",
                List.of(PYTHON, here + "/request_run.py"),
                deployment -> deployment.at("/flow") + "/" + deployment.at("/name"));
        reads(List.of(PYTHON, here + "/read_events.py"));
    }

    @Test
    void java_with_kafkas_own_consumer() throws Exception {
        http.run("java/one", shell("true")).has("/state/type", "COMPLETED");

        reads(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile="
                                + Program.source("app/server/src/main/conf/logback.xml"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.source("examples/clients/java/ReadEvents.java").toString()));
    }

    private static void needs(boolean isHere, String what) {
        if (REQUIRED) {
            assertThat(isHere).as("it needs " + what).isTrue();
        }
        assumeTrue(isHere, "it needs " + what);
    }

    /**
     * @param naming how a program is told which deployment is meant
     */
    private void runs(String flow, List<String> program, Function<Answer, String> naming)
            throws Exception {
        var commands = new ArrayList<String>();
        for (var name : NAMES) {
            var deployment = flow + "/" + name;
            var put = http.deploy(deployment, shell("echo Hello {{name}}!")).is(201);
            var address = "/v1/deployments/" + deployment;
            var shown = http.get(address, "Orrery-Position", put.position()).is(200);
            var told = List.of(naming.apply(shown), "{\"name\": \"Ada\"}");

            var command = start(program, told).printed();

            commands.add(command);
            var run = awaitRun(command);
            http.awaitRun(run, "COMPLETED").has("/deployment/id", shown.id());
            assertThat(http.printed(run)).containsExactly("Hello Ada!");
        }
        assertThat(server.kafka().read(Topics.TRANSFERS))
                .as("what another partitioner put on a wrong partition")
                .anyMatch(record -> commands.contains(id(record.headers())));
        server.kafka().log().isWhole();
    }

    private Program start(List<String> program, List<String> more) throws Exception {
        var words = new ArrayList<>(program);
        words.addAll(List.of(server.endpoints().kafka(), server.endpoints().registry()));
        words.addAll(more);
        return Program.start(folder, words);
    }

    private static String id(Headers headers) {
        return new String(headers.lastHeader(HeaderNames.ID).value(), StandardCharsets.UTF_8);
    }

    /** That a command led to. */
    private String awaitRun(String command) {
        return await("the run of command " + command)
                .until(
                        () ->
                                http.all("/v1/events?type=RunRequested").stream()
                                        .filter(event -> text(event, "commandId").equals(command))
                                        .map(event -> text(event, "subject"))
                                        .findFirst()
                                        .orElse(""),
                        run -> !run.isEmpty());
    }

    /** The same as HTTP says, and in the same order. */
    private void reads(List<String> program) throws Exception {
        var expected = facts(http.all("/v1/events"));
        try (var reading = start(program, List.of())) {
            await("all events to be read").until(() -> reading.lines().size() >= expected.size());
            var read = reading.lines().stream().map(Json::object).toList();
            assertThat(facts(read)).isEqualTo(expected);
        }
    }

    /** By the place of each event, since several partitions have no order among them. */
    private static List<String> facts(List<? extends JsonNode> events) {
        return events.stream()
                .map(ForeignClientsTest::fact)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String fact(JsonNode event) {
        var data = event.path("data");
        return String.join(
                " ",
                text(event, "id"),
                text(event, "type").replace("dev.orrery.", ""),
                text(event, "subject"),
                // HTTP leaves out thousandths that are none.
                Instant.parse(text(event, "time")).toString(),
                text(event, "commandId"),
                text(data, "run"),
                text(data, "deployment"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}

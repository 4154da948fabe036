package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.flows.Flows;
import dev.orrery.flows.track.Journals;
import dev.orrery.verify.server.Documents;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One file: deployed, and started by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaFlowStoryTest {

    private static final String SOURCE =
            """
            import dev.orrery.flows.*;
            import java.util.Map;

            public class HelloFlow {
                @Flow
                public static String helloWorld(@Param(defaultValue = "world") String name) {
                    System.out.println("Hello " + name + "!");
                    return name;
                }

                public static void main(String[] arguments) throws Exception {
                    Flows.run(HelloFlow.class, "helloWorld", Map.of("name", arguments[0]));
                }
            }
            """;

    private Path folder;
    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path code) throws IOException {
        server = Server.start(data);
        folder = code;
        http = server.http();
        Files.writeString(folder.resolve("HelloFlow.java"), SOURCE);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_runner_calls_the_method_with_the_parameters_of_the_run() {
        var document = Documents.java(folder, "HelloFlow.java");
        ((ObjectNode) document.get("entrypoint")).put("method", "helloWorld");
        http.deploy("hello-world/java", document).is(201);
        var body = Json.object();
        body.putObject("parameters").put("name", "Ada");
        var id = http.request("hello-world/java", body).is(201).id();
        http.awaitRun(id, "COMPLETED").has("/result", "Ada");
        assertThat(http.printed(id)).containsExactly("Hello Ada!");
    }

    @Test
    void a_main_that_was_started_without_a_server_is_known_once_it_is_pushed() throws Exception {
        var journal = folder.resolve("journal");
        start("http://127.0.0.1:1", journal);
        var address = http.api();
        assertThat(new Journals(journal).push(address))
                .hasOnlyElementsOfType(Journals.Known.class)
                .hasSize(1);
        start(address, journal);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(http.all("/v1/runs?state=COMPLETED"))
                                .filteredOn(r -> r.at("/cause/kind").asText().equals("REPORTED"))
                                .hasSize(2)
                                .allMatch(r -> r.at("/state/type").asText().equals("COMPLETED")));
    }

    private void start(String address, Path journal)
            throws IOException, InterruptedException, URISyntaxException {
        var kit = Flows.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(kit).toString(),
                        folder.resolve("HelloFlow.java").toString(),
                        "you");
        builder.environment().put("ORRERY_API_URL", address);
        builder.environment().put("ORRERY_JOURNAL", journal.toString());
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }
}

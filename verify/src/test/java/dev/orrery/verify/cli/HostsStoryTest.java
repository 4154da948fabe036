package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Code that stays where it is: two runners by the names of two hosts, one of which has it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostsStoryTest {

    private static final String FLOW =
            """
            from orrery import flow, DeploymentSpec

            @flow
            def here():
                print("run beside my file", __file__)

            DeploymentSpec(flow=here, name="bound", push_to_server=False)
            """;

    private Server server;
    private Launcher shell;
    private Path data;
    private final List<Typing> started = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path serverData, @TempDir Path folder) {
        Launcher.installHere();
        data = serverData;
        server = Server.start(data, Map.of("runner.host", "atlas"));
        shell = new Launcher(folder, server.endpoints().api()).with("ORRERY_HOST", "borea");
    }

    @AfterAll
    void stop() throws InterruptedException {
        // Where the story ends early too, and before the Kafka that they talk to.
        for (var runner : started) {
            runner.stop();
        }
        server.close();
    }

    @Test
    void only_the_host_that_has_the_code_runs_it_and_without_that_host_the_run_is_late(
            @TempDir Path runner) throws Exception {
        shell.write("flow.py", FLOW);
        var created = shell.type("deployment", "create", "flow.py").ends(0);
        assertThat(created.out()).endsWith("Created deployment 'bound' for flow 'here'\n");
        assertThat(created.err()).doesNotContain("Pushed");
        var http = server.http();
        http.get("/v1/deployments/here/bound")
                .has("/document/code/kind", "host")
                .has("/document/code/host", "borea")
                .has("/document/path", shell.folder().toString());

        var borea = borea(runner);
        var first = http.request("here/bound").is(201).id();
        var second = http.request("here/bound").is(201).id();
        for (var run : new String[] {first, second}) {
            assertThat(http.awaitRun(run, "COMPLETED").at("/runner")).startsWith("borea-");
            assertThat(http.printed(run))
                    .containsExactly("run beside my file " + shell.folder().resolve("flow.py"));
        }
        borea.stop();

        var third = http.request("here/bound").is(201).id();
        await("the run is late")
                .until(() -> http.get("/v1/runs/" + third).at("/state/name").equals("Late"));
        http.get("/v1/runs/" + third)
                .has("/state/type", "SCHEDULED")
                .has("/state/message", "No runner of the host 'borea' is alive.");
        // The other host has hands free all the time.
        shell.type("deployment", "create", "--flow=here", "--name=any", "--command", "true");
        assertThat(http.awaitRun(http.request("here/any").id(), "COMPLETED").at("/runner"))
                .startsWith("atlas-");

        borea(runner);
        var ended = http.awaitRun(third, "COMPLETED");
        assertThat(ended.at("/runner")).startsWith("borea-");
        assertThat(ended.json().get("timeline")).extracting(HostsStoryTest::name).contains("Late");
    }

    private static String name(JsonNode state) {
        return state.path("name").asText();
    }

    private Typing borea(Path folder) {
        var runner =
                shell.start(
                        "runner",
                        "start",
                        "--join=" + data,
                        "--data=" + folder,
                        "--set=runner.host=borea");
        started.add(runner);
        return runner;
    }
}

package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People start their flows by themselves, whether there is a server, one that dies, or none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalRunsStoryTest {

    private static final String NOWHERE = "http://127.0.0.1:1";

    /** The flow's name is an argument, so that each story has runs of its own. */
    private static final String PYTHON =
            """
            import sys
            from orrery import flow

            @flow(name=sys.argv[1])
            def greet(name, wait=False):
                print(f"Hello {name}!", flush=True)
                if wait:
                    sys.stdin.readline()
                print("careful", file=sys.stderr)
                return {"greeted": name}

            if __name__ == "__main__":
                print(greet("Python", wait=len(sys.argv) > 2)["greeted"])
            """;

    private static final String JAVA =
            """
            import dev.orrery.flows.*;
            import java.util.Map;

            public class Greet {
                static Map<String, Object> greet(String name, boolean wait) throws Exception {
                    System.out.println("Hello " + name + "!");
                    if (wait) {
                        System.in.read();
                    }
                    System.err.println("careful");
                    return Map.of("greeted", name);
                }

                public static void main(String[] words) throws Exception {
                    boolean wait = words.length > 1;
                    var parameters = Map.of("name", "Java", "wait", wait);
                    var result = Flows.call(words[0], parameters, () -> greet("Java", wait));
                    System.out.println(result.get("greeted"));
                }
            }
            """;

    private Path data;
    private Launcher shell;
    private ChildServer server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path serverData, @TempDir Path folder) throws IOException {
        data = serverData;
        up();
        shell = new Launcher(folder, http.api());
        shell.write("flow.py", PYTHON);
        shell.write("Greet.java", JAVA);
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        server.close();
    }

    @Test
    void a_call_is_a_run_with_its_state_parameters_output_and_result() throws Exception {
        shell.at(http.api())
                .python("flow.py", "live")
                .ended()
                .ends(0)
                .prints("Hello Python!\nPython\n");
        is(only("live"), "Python");
        shell.at(http.api())
                .java("Greet.java", "live-java")
                .ended()
                .ends(0)
                .prints("Hello Java!\nJava\n");
        is(only("live-java"), "Java");
        assertThat(journals(shell)).isEmpty();
    }

    @Test
    void without_a_server_it_runs_all_the_same_and_is_known_once_it_is_pushed() throws Exception {
        var apart = shell.at(NOWHERE).with("ORRERY_JOURNAL", "apart");
        apart.python("flow.py", "apart")
                .ended()
                .ends(0)
                .prints("Hello Python!\nPython\n")
                .says("kept");
        apart.type("journal", "push").ends(7);
        var there = apart.at(http.api());
        assertThat(there.type("journal", "push").ends(0).out()).contains("pushed");
        there.type("journal", "push").ends(0).says("There is nothing in");
        is(only("apart"), "Python");
    }

    @Test
    void what_one_language_left_the_next_run_of_the_other_tells() throws Exception {
        var first = shell.at(NOWHERE).with("ORRERY_JOURNAL", "first");
        first.java("Greet.java", "left-by-java").ended().ends(0);
        assertThat(journals(first)).hasSize(1);
        first.at(http.api()).python("flow.py", "next-of-python").ended().ends(0);
        is(only("left-by-java"), "Java");
        is(only("next-of-python"), "Python");
        assertThat(journals(first)).isEmpty();

        var second = shell.at(NOWHERE).with("ORRERY_JOURNAL", "second");
        second.python("flow.py", "left-by-python").ended().ends(0);
        assertThat(journals(second)).hasSize(1);
        second.at(http.api()).java("Greet.java", "next-of-java").ended().ends(0);
        is(only("left-by-python"), "Python");
        is(only("next-of-java"), "Java");
        assertThat(journals(second)).isEmpty();
    }

    @Test
    void a_server_that_is_killed_meanwhile_knows_the_run_once_when_it_is_back() throws Exception {
        var live = shell.at(http.api()).with("ORRERY_JOURNAL", "killed");
        var python = live.python("flow.py", "killed", "wait").awaitPrinted("Hello Python!");
        var java = live.java("Greet.java", "killed-java", "wait").awaitPrinted("Hello Java!");
        for (var flow : List.of("killed", "killed-java")) {
            assertThat(only(flow).at("/state/type").asText()).isEqualTo("RUNNING");
        }
        server.kill();
        python.tell("go").ended().ends(0).prints("Hello Python!\nPython\n").says("kept");
        java.tell("go").ended().ends(0).prints("Hello Java!\nJava\n");
        assertThat(journals(live)).hasSize(2);
        up();

        var told = live.at(http.api()).type("journal", "push", "-o", "json").ends(0).out();
        assertThat(told.split("pushed", -1)).hasSize(3);
        is(only("killed"), "Python");
        is(only("killed-java"), "Java");
        assertThat(journals(live)).isEmpty();
    }

    private void up() {
        server = ChildServer.up(data);
        http = server.awaitReady();
    }

    /** The run of a flow, of which there is but one. */
    private JsonNode only(String flow) {
        await("a run of " + flow)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !runs(flow).isEmpty());
        assertThat(runs(flow)).hasSize(1);
        return runs(flow).getFirst();
    }

    private List<JsonNode> runs(String flow) {
        return http.all("/v1/runs").stream()
                .filter(run -> run.path("flow").asText().equals(flow))
                .toList();
    }

    private void is(JsonNode run, String name) {
        var id = run.path("id").asText();
        http.awaitRun(id, "COMPLETED")
                .has("/cause/kind", "REPORTED")
                .has("/parameters/name", name)
                .has("/result/greeted", name);
        assertThat(http.printed(id)).containsExactlyInAnyOrder("Hello " + name + "!", "careful");
    }

    private static List<Path> journals(Launcher of) throws IOException {
        var folder = of.folder().resolve(of.variables().getOrDefault("ORRERY_JOURNAL", "journal"));
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}

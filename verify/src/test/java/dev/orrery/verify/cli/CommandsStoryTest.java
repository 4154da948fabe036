package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.cli.Main;
import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each command once, against a server that lives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsStoryTest {

    private Server server;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path here) throws IOException {
        folder = here;
        server = Server.start(data);
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - flow: greet
                    name: daily
                    entrypoint: {kind: command, command: [sh, -c, 'echo "Hello $1"; echo low >&2', "-", "{{name}}"]}
                    parameters: {name: world}
                    schedules: [{interval: 1d}]
                  - flow: greet
                    name: failing
                    entrypoint: {kind: command, command: [sh, -c, exit 3]}
                  - flow: greet
                    name: endless
                    entrypoint: {kind: command, command: [sleep, "600"]}
                """);
        type("deployment", "create", "orrery.yaml").ends(0);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void create_again_changes_nothing_and_says_so() {
        type("deployment", "create", "orrery.yaml")
                .ends(0)
                .prints(
                        """
                        Loading deployments from yaml file at 'orrery.yaml'...
                        Unchanged deployment 'daily' for flow 'greet'
                        Unchanged deployment 'failing' for flow 'greet'
                        Unchanged deployment 'endless' for flow 'greet'
                        """);
    }

    @Test
    void flags_make_the_same_document_as_yaml() {
        type(
                        "deployment",
                        "create",
                        "--flow",
                        "greet",
                        "--name",
                        "failing",
                        "--command",
                        "sh",
                        "-c",
                        "exit 3")
                .ends(0)
                .prints("Unchanged deployment 'failing' for flow 'greet'\n");
    }

    @Test
    void lists_know_what_was_created() {
        type("deployment", "ls", "--flow", "greet", "-o", "name")
                .ends(0)
                .prints("greet/daily\ngreet/endless\ngreet/failing\n");
        assertThat(type("flow", "ls", "-o", "name").ends(0).out()).contains("greet\n");
        var id = field(type("deployment", "inspect", "greet/daily", "-o", "json"), "id");
        type("deployment", "inspect", id.substring(0, 8), "-o", "name").prints("greet/daily\n");
    }

    @Test
    void a_run_is_watched_to_its_end_and_then_read() {
        var watched = type("deployment", "run", "greet/daily", "-p", "name=Ada", "--watch");
        watched.ends(0).prints("Hello Ada\n").says("Completed").says("low\n");
        var id = type("run", "ls", "-d", "greet/daily", "--limit", "1", "-o", "name").out().strip();
        assertThat(type("run", "logs", id).ends(0).out().lines())
                .containsExactlyInAnyOrder("Hello Ada", "low");
        assertThat(type("run", "inspect", id).ends(0).out()).contains("{\"name\":\"Ada\"}");
        type("run", "watch", id).ends(0).prints("Hello Ada\n");
        assertThat(type("events", "tail", id).ends(0).out())
                .contains("RunRequested", "RunLeased", "RunStarted", "RunCompleted");
        assertThat(type("events", "tail", "-n", "200").ends(0).out())
                .contains("DeploymentCreated", "ScheduleStarted", "RunCompleted", id);
    }

    @Test
    void what_is_asked_again_under_its_key_is_one_run_and_says_why() {
        var words = "deployment run greet/failing --key once --reason Für·夜 -o name".split(" ", -1);
        var id = type(words).ends(0).out();
        type(words).ends(0).prints(id);
        await().untilAsserted(() ->
                assertThat(type("events", "tail", id.strip(), "-o", "json").out())
                        .contains("RunRequested", "Für·夜"));
        type("deployment", "pause", "greet/failing", "--key", "once")
                .ends(5)
                .says("COMMAND_ID_REUSED");
    }

    @Test
    void a_run_that_fails_is_exit_code_1() {
        type("deployment", "run", "greet/failing", "--watch").ends(1).says("exit code 3");
    }

    @Test
    void a_run_is_cancelled() {
        var id = type("deployment", "run", "greet/endless", "-o", "name").ends(0).out().strip();
        type("run", "watch", id, "--timeout", "0s").ends(6);
        assertThat(type("run", "cancel", id).ends(0).out()).contains("run " + id);
        type("run", "watch", id).ends(1).says("Cancelled");
        type("run", "cancel", id).ends(5).says("RUN_ENDED");
    }

    @Test
    void a_deployment_is_paused_resumed_and_deleted() {
        type("deployment", "create", "--flow", "short", "--name", "lived", "--command", "true")
                .ends(0)
                .prints("Created deployment 'lived' for flow 'short'\n");
        type("deployment", "pause", "short/lived").ends(0);
        // Another process than the one that paused it: no position says what it is to wait for.
        await().until(() -> type("deployment", "ls", "--flow", "short").out().contains("paused"));
        type("deployment", "resume", "short/lived").ends(0);
        type("deployment", "delete", "short/lived").ends(0);
        type("deployment", "run", "short/lived").ends(3).says("There is no deployment");
    }

    @Test
    void the_doctor_finds_nothing_wrong_with_the_server() {
        assertThat(type("doctor").out()).contains("ready      ok", "clock      ok");
        type("journal", "push").ends(0).says("There is nothing in");
    }

    private Said type(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var environment =
                Map.of(
                        "ORRERY_API_URL",
                        server.endpoints().api(),
                        "ORRERY_JOURNAL",
                        folder.resolve("journal").toString(),
                        "PATH",
                        String.valueOf(System.getenv("PATH")));
        var terminal =
                new Terminal(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        environment,
                        folder,
                        null,
                        Style.PLAIN);
        int code = Main.run(terminal, words);
        terminal.out().flush();
        return new Said(code, out.toString(), err.toString());
    }

    private static String field(Said said, String name) {
        return said.ends(0).out().replaceAll("(?s).*?\"" + name + "\" : \"([^\"]*)\".*", "$1");
    }
}

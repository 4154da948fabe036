package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.Processes;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person types into a shell, through the launcher that is shipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LauncherStoryTest {

    private Server server;
    private Launcher orrery;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) throws IOException {
        server = Server.start(data);
        orrery = new Launcher(folder, server.endpoints().api());
        Files.writeString(
                folder.resolve("orrery.yaml"),
                """
                deployments:
                  - flow: greet
                    name: daily
                    entrypoint: {kind: command, command: [sh, -c, 'echo "Grüße, $1"', "-", "{{name}}"]}
                    parameters: {name: world}
                  - flow: greet
                    name: endless
                    entrypoint: {kind: command, command: [sleep, "611"]}
                """);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_session() throws InterruptedException {
        orrery.type("deployment", "create", "orrery.yaml")
                .ends(0)
                .prints(
                        """
                        Loading deployments from yaml file at 'orrery.yaml'...
                        Created deployment 'daily' for flow 'greet'
                        Created deployment 'endless' for flow 'greet'
                        """);
        orrery.type("deployment", "ls", "-o", "name")
                .ends(0)
                .prints("greet/daily\ngreet/endless\n");
        orrery.type("deployment", "run", "greet/daily", "-p", "name=Jürgen", "--watch")
                .ends(0)
                .prints("Grüße, Jürgen\n")
                .says("Completed");
        var id = orrery.type("run", "ls", "--limit", "1", "-o", "name").ends(0).out().strip();
        orrery.type("run", "logs", id).ends(0).prints("Grüße, Jürgen\n");

        orrery.type("deployment", "execute", "greet/daily", "-p", "name=hier")
                .ends(0)
                .prints("Grüße, hier\n")
                .says("Completed");
        var here = orrery.type("run", "ls", "--limit", "1", "-o", "name").out().strip();
        orrery.type("run", "logs", here).ends(0).prints("Grüße, hier\n");
        assertThat(orrery.type("run", "inspect", here, "-o", "json").out()).contains("REPORTED");

        var endless = orrery.type("deployment", "run", "greet/endless", "-o", "name");
        await("the run to begin").until(() -> !Processes.with("sleep\u0000611").isEmpty());
        orrery.type("run", "cancel", endless.out().strip()).ends(0);
        orrery.type("run", "watch", endless.out().strip()).ends(1).says("Cancelled");
    }

    @Test
    void what_goes_wrong_has_its_exit_code() throws InterruptedException {
        orrery.type("deployment", "inspect", "no/such").ends(3).prints("");
        orrery.type("deployment", "frob").ends(2).prints("");
        new Launcher(orrery.folder(), "http://127.0.0.1:1")
                .type("deployment", "ls")
                .ends(7)
                .says(
                        "orrery: No server answers at http://127.0.0.1:1; start one with './orrery"
                                + " up'");
    }

    @Test
    void the_first_word_picks_the_program() throws InterruptedException {
        assertThat(orrery.type().ends(0).out())
                .contains("deployment", "doctor", "quickstart", "replay", "bench");
        assertThat(orrery.type("--version").ends(0).out()).matches("orrery \\d+\\.\\d+.*\\R");
        assertThat(orrery.type("replay", "--help").ends(0).out()).contains("--until");
    }
}

package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is refused leaves nothing behind, and is told by its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsStoryTest {

    private static final String CLOSED = "http://127.0.0.1:1";

    private Server server;
    private Launcher orrery;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) {
        server = Server.start(data);
        orrery = new Launcher(folder, server.endpoints().api());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_refusal_of_the_second_leaves_nothing_of_the_first() throws Exception {
        orrery.write(
                "orrery.yaml",
                """
                deployments:
                  - {flow: all, name: fine, entrypoint: {kind: command, command: [x]}, path: .}
                  - flow: all
                    name: bad
                    entrypoint: {kind: command, command: [x]}
                    schedules: [{cron: "99 * * * *"}]
                """);
        for (var words : List.of("deployment create orrery.yaml", "%s --dry-run")) {
            var typed = words.formatted("deployment create orrery.yaml").split(" ");
            var said = orrery.type(typed).ends(2);
            assertThat(said.err())
                    .startsWith("orrery: orrery.yaml:3: deployment 'bad' for flow 'all': ")
                    .contains("/schedules/0/cron/expression")
                    .doesNotContain("Pushed");
        }
        orrery.type("deployment", "inspect", "all/fine").ends(3);

        orrery.write(
                "specs.py",
                """
                from orrery import DeploymentSpec, flow

                @flow
                def both():
                    pass

                DeploymentSpec(flow=both, name="one")
                DeploymentSpec(flow=both, name="two", work_pool="nopool")
                """);
        orrery.type("deployment", "create", "specs.py")
                .ends(2)
                .says("specs.py:8: deployment 'two' for flow 'both': There is no work pool");
        orrery.type("deployment", "inspect", "both/one").ends(3);
    }

    @Test
    void a_dry_run_of_what_would_be_taken_makes_nothing() throws Exception {
        orrery.write("code/f.sh", "echo");
        var words = "deployment create --flow dry --name one --path code --dry-run --command f.sh";
        orrery.type(words.split(" ")).ends(0);
        orrery.type("deployment", "inspect", "dry/one").ends(3);
    }

    @Test
    void a_file_outside_of_the_folder_is_refused_before_it_is_loaded() throws Exception {
        orrery.write("secret.py", "raise SystemExit('it was loaded')");
        orrery.write(
                "code/orrery.yaml", "deployments:\n  - name: esc\n    entrypoint: ../secret.py:f");
        var said =
                orrery.in(orrery.folder().resolve("code"))
                        .type("deployment", "create", "orrery.yaml");
        assertThat(said.ends(2).err())
                .contains("orrery.yaml:3: The file ../secret.py is outside the folder")
                .doesNotContain("it was loaded");
    }

    @Test
    void a_server_that_is_not_orrery_takes_no_journal_out_of_the_way() throws Exception {
        orrery.write(
                "flow.py",
                """
                from orrery import flow

                @flow
                def foreign():
                    return 1

                foreign()
                """);
        var apart = orrery.with("ORRERY_JOURNAL", orrery.folder().resolve("apart").toString());
        apart.at(CLOSED).python("flow.py").ended().ends(0);
        for (int status : List.of(200, 302, 401, 404)) {
            var foreign = foreign(status);
            try {
                var address = "http://127.0.0.1:" + foreign.getAddress().getPort();
                assertThat(apart.at(address).type("journal", "push").out()).contains("left");
                apart.at(address).type("deployment", "ls").says("orrery: ");
            } finally {
                foreign.stop(0);
            }
        }
        assertThat(apart.type("journal", "push").ends(0).out()).contains("pushed");
    }

    @Test
    void in_a_folder_that_was_removed_a_command_works() throws Exception {
        var gone = Files.createTempDirectory("orrery-gone");
        var shell = Path.of("/bin/sh").toString();
        var script = "cd " + gone + " && rmdir " + gone + " && exec \"$0\" deployment ls -o name";
        var said = orrery.program(shell, "-c", script, Launcher.program()).ended().ends(0);
        assertThat(said.err()).doesNotContain("Properties init");
    }

    private static HttpServer foreign(int status) throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var foreign = HttpServer.create(here, 0);
        foreign.createContext(
                "/",
                http -> {
                    http.getRequestBody().readAllBytes();
                    http.sendResponseHeaders(status, -1);
                    http.close();
                });
        foreign.start();
        return foreign;
    }
}

package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is killed in the middle: who executes is gone with it, and who watches goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledStoryTest {

    /** Says that it is at work in a file, and goes on when another file tells it to. */
    private static final String WORK =
            "echo begun; : >\"$0.begun\"; until [ -e \"$0.go\" ]; do sleep 0.1; done; echo ended";

    private Path data;
    private ChildServer server;
    private Http http;
    private Launcher orrery;

    @BeforeAll
    void start(@TempDir Path serverData, @TempDir Path folder) throws IOException {
        data = serverData;
        server = ChildServer.up(data);
        http = server.awaitReady();
        orrery = new Launcher(folder, http.api());
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        server.close();
    }

    @Test
    void who_kills_execute_kills_what_it_executes() throws Exception {
        deploy("sleep", List.of("sleep", "612"));
        var executing = orrery.start("deployment", "execute", "killed/sleep");
        await().until(() -> !Processes.with("sleep\u0000612").isEmpty());

        executing.process().destroyForcibly().waitFor();

        await().until(() -> Processes.with("sleep\u0000612").isEmpty());
        assertThat(orrery.type("journal", "push").ends(0).out()).contains("pushed");
        assertThat(orrery.type("run", "ls", "-d", "killed/sleep").out()).contains("Crashed");
    }

    @Test
    void a_runner_is_one_process_that_is_gone_when_it_is_killed(@TempDir Path own)
            throws Exception {
        var start = "runner start --join " + data + " --data " + own.resolve("runner");
        var runner = orrery.start(start.split(" "));
        runner.awaitPrinted("A runner is up.").awaitPrinted("Pools     default");
        assertThat(runner.process().descendants()).allMatch(KilledStoryTest::isGuard);

        runner.process().destroyForcibly().waitFor();

        var again = orrery.start(start.split(" "));
        again.awaitPrinted("A runner is up.").stop();
        orrery.type((start + " --pool nobody").split(" "))
                .ends(1)
                .says("No server serves the work pool 'nobody'");
        orrery.type("runner", "start", "--join", own.toString())
                .ends(7)
                .says("No server runs on the folder " + own);
    }

    @Test
    void who_watches_or_executes_goes_on_when_the_server_is_back() throws Exception {
        var watched = work("watched");
        var executed = work("executed");
        var watching = orrery.start("deployment", "run", "killed/watched", "--watch");
        watching.awaitPrinted("begun");
        var executing = orrery.start("deployment", "execute", "killed/executed");
        executing.awaitPrinted("begun");
        var tailing = orrery.start("events", "tail", "-f", "killed/watched");
        tailing.awaitPrinted("DeploymentCreated");

        int port = URI.create(http.api()).getPort();
        server.kill();
        server = ChildServer.up(data, "--port", String.valueOf(port));
        server.awaitReady();
        go(watched);
        go(executed);

        // Its runner was killed with the server, so it crashed; the watch lived to tell.
        watching.ended().ends(1).says("The server does not answer");
        executing.ended().ends(0).prints("begun\nended\n");
        await().until(() ->
                orrery.type("run", "ls", "-d", "killed/executed").out().contains("Completed"));
        orrery.type("deployment", "pause", "killed/watched").ends(0);
        tailing.awaitPrinted("DeploymentPaused").process().destroy();
    }

    private static boolean isGuard(ProcessHandle process) {
        return process.info().command().filter(command -> command.contains("java")).isEmpty();
    }

    private Path work(String name) throws InterruptedException {
        var file = orrery.folder().resolve(name);
        deploy(name, List.of("sh", "-c", WORK, file.toString()));
        return file;
    }

    private static void go(Path file) throws IOException {
        Files.createFile(file.resolveSibling(file.getFileName() + ".go"));
    }

    private void deploy(String name, List<String> command) throws InterruptedException {
        var words =
                new ArrayList<>(
                        List.of("deployment", "create", "--flow", "killed", "--name", name));
        words.add("--command");
        words.addAll(command);
        orrery.type(words.toArray(String[]::new)).ends(0);
    }
}

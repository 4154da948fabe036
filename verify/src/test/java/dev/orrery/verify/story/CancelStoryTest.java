package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Processes;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A run that somebody ends; the runner has room for one, so that another waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelStoryTest {

    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data, Map.of("runner.capacity", "1", "runner.grace.seconds", "1"));
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_running_run_and_a_queued_one_are_cancelled() {
        http.deploy("stop/both", shell("sleep 600")).is(201);
        var running = http.request("stop/both").is(201).id();
        http.awaitRun(running, "RUNNING");
        var queued = http.request("stop/both").is(201).id();

        http.post("/v1/runs/" + queued + "/cancel").is(200).has("/effect", "changed");
        var never = http.awaitRun(queued, "CANCELLED").has("/attempt", "0");
        assertThat(never.at("/state/message")).contains("before a runner leased it");

        http.post("/v1/runs/" + running + "/cancel").is(200);
        var ended = http.awaitRun(running, "CANCELLED").has("/attempt", "1");
        assertThat(ended.at("/state/message")).contains("after it was told to");
        http.post("/v1/runs/" + running + "/cancel").refuses(409, "RUN_ENDED");
    }

    @Test
    void a_process_that_ignores_sigterm_is_killed() {
        var token = token();
        http.deploy(
                        "stop/deaf",
                        shell("trap '' TERM; echo ready; while :; do sleep 0.1; done; : " + token))
                .is(201);
        var run = http.request("stop/deaf").is(201).id();
        awaitPrinted(run, "ready");

        http.post("/v1/runs/" + run + "/cancel").is(200);

        var ended = http.awaitRun(run, "CANCELLED");
        assertThat(ended.at("/state/message")).contains("was killed");
        assertThat(Processes.with(token)).isEmpty();
    }

    @Test
    void everything_that_a_run_forked_goes_with_it() {
        var token = token();
        http.deploy(
                        "stop/forks",
                        shell(
                                "sh -c 'sleep 600; : "
                                        + token
                                        + "' &\n"
                                        + "setsid sh -c 'sleep 600; : "
                                        + token
                                        + "' &\n"
                                        + "(setsid sh -c 'trap \"\" TERM; sleep 600; : "
                                        + token
                                        + "' &)\n"
                                        + "echo ready; wait"))
                .is(201);
        var run = http.request("stop/forks").is(201).id();
        awaitPrinted(run, "ready");
        await().until(() -> Processes.with(token).size() >= 4);

        http.post("/v1/runs/" + run + "/cancel").is(200);

        http.awaitRun(run, "CANCELLED");
        assertThat(Processes.with(token)).isEmpty();
    }

    @Test
    void what_a_run_leaves_in_the_background_ends_with_it() {
        var token = token();

        var run = http.run("stop/leaves", shell("sh -c 'sleep 600; : " + token + "' & exit 0"));

        run.has("/state/type", "COMPLETED");
        assertThat(Processes.with(token)).isEmpty();
    }

    private void awaitPrinted(String run, String line) {
        http.awaitRun(run, "RUNNING");
        await().until(() -> http.printed(run).contains(line));
    }

    private static String token() {
        return "orrery-" + UUID.randomUUID();
    }
}

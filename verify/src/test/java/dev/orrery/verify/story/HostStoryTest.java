package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that only one host can execute, and runs that are to start later. */
class HostStoryTest {

    @Test
    void a_run_waits_for_its_host_is_late_and_runs_there(@TempDir Path data) {
        String run;
        try (var server =
                Server.start(data, Map.of("runner.host", "borealis", "run.late.seconds", "2"))) {
            var http = server.http();
            http.deploy("host/bound", on("atlas", data, shell("echo here"))).is(201);
            run = http.request("host/bound").is(201).id();
            await().until(() -> http.get("/v1/runs/" + run).at("/state/name").equals("Late"));
            http.get("/v1/runs/" + run)
                    .has("/state/type", "SCHEDULED")
                    .has("/state/message", "No runner of the host 'atlas' is alive.")
                    .has("/attempt", "0");
        }
        try (var server = Server.start(data, Map.of("runner.host", "atlas"))) {
            var http = server.http();
            http.awaitRun(run, "COMPLETED").has("/timeline/1/name", "Late");
            assertThat(http.printed(run)).containsExactly("here");
            var next = http.request("host/bound").is(201).id();
            http.awaitRun(next, "COMPLETED");
        }
    }

    @Test
    void a_run_starts_when_it_is_wanted(@TempDir Path data) {
        try (var server = Server.start(data)) {
            var http = server.http();
            http.deploy("later/one", shell("true")).is(201);
            var time = Instant.now().plusSeconds(2).toString();
            var asked = Json.object().put("scheduledFor", time);
            asked.putArray("tags").add("by-hand");
            var run = http.request("later/one", asked).is(201).id();
            var delayed = Json.object().put("delaySeconds", 1);
            var again = http.request("later/one", delayed, "Idempotency-Key", "once").is(201);
            var repeated = http.request("later/one", delayed, "Idempotency-Key", "once");
            assertThat(repeated.id()).isEqualTo(again.id());

            var ended = http.awaitRun(run, "COMPLETED").has("/tags/0", "by-hand");
            assertThat(Instant.parse(ended.at("/startedAt"))).isAfterOrEqualTo(time(ended));
            http.awaitRun(again.id(), "COMPLETED");
            http.request("later/one", Json.object().put("delaySeconds", -1))
                    .refuses(422, "INVALID_COMMAND", "/delaySeconds");
        }
    }

    private static Instant time(Answer run) {
        return Instant.parse(run.at("/scheduledFor"));
    }

    private static ObjectNode on(String host, Path path, ObjectNode document) {
        document.put("path", path.toString());
        document.putObject("code").put("kind", "host").put("host", host);
        return document;
    }
}

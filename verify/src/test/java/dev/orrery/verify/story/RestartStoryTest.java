package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.LoneKafka;
import dev.orrery.verify.server.Reading;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was stopped, or lost what it can make again, is the server that it was. */
class RestartStoryTest {

    @Test
    void a_restart_finds_everything_as_it_was(@TempDir Path data) {
        Map<String, String> before;
        String kafka;
        Answer last;
        try (var server = Server.start(data)) {
            last = history(server.http());
            before = Reading.everything(server.http());
            kafka = server.endpoints().kafka();
        }
        try (var server = Server.start(data)) {
            var http = server.http();
            assertThat(Reading.everything(http)).isEqualTo(before);
            assertThat(server.endpoints().kafka()).isEqualTo(kafka);
            goesOn(http, last);
            server.kafka().log().isWhole();
        }
    }

    @Test
    void state_and_views_are_built_again_from_the_log_alone(@TempDir Path data) throws Exception {
        Map<String, String> before;
        Answer last;
        try (var server = Server.start(data)) {
            last = history(server.http());
            before = Reading.everything(server.http());
        }

        loseWhatCanBeMadeAgain(data);

        try (var server = Server.start(data)) {
            var http = server.http();
            assertThat(Reading.everything(http)).isEqualTo(before);
            goesOn(http, last);
            server.kafka().log().isWhole();
        }
    }

    @Test
    void two_servers_run_side_by_side(@TempDir Path one, @TempDir Path other) {
        try (var first = Server.start(one);
                var second = Server.start(other)) {
            first.http().deploy("side/one", command("true")).is(201);
            assertThat(second.http().all("/v1/deployments")).isEmpty();
            second.http().run("side/other", command("true")).has("/state/type", "COMPLETED");
            assertThat(first.http().all("/v1/runs")).isEmpty();
        }
    }

    /** Something of everything, and then quiet. */
    private static Answer history(Http http) {
        http.run("past/completed", shell("echo done; echo '[1, 2]' > $ORRERY_RESULT"))
                .has("/state/type", "COMPLETED");
        http.deploy("past/completed", shell("echo changed")).is(200);
        http.run("past/failed", shell("exit 3")).has("/state/type", "FAILED");
        http.deploy("past/deleted", command("true")).is(201);
        http.delete("/v1/deployments/past/deleted").is(200);
        http.deploy("past/cancelled", shell("sleep 600")).is(201);
        var cancelled = http.request("past/cancelled").is(201).id();
        http.awaitRun(cancelled, "RUNNING");
        http.post("/v1/runs/" + cancelled + "/cancel").is(200);
        http.awaitRun(cancelled, "CANCELLED");
        http.deploy("past/scheduled", every(1, command("true"))).is(201);
        await().until(() -> http.all("/v1/runs?deployment=past/scheduled").size() >= 2);
        http.post("/v1/deployments/past/scheduled/pause").is(200);
        http.all("/v1/runs")
                .forEach(run ->
                        http.awaitRun(run.path("id").asText(), "COMPLETED", "FAILED", "CANCELLED"));
        var last = http.request("past/completed", Json.object(), "Idempotency-Key", "last").is(201);
        http.awaitRun(last.id(), "COMPLETED");
        return last;
    }

    /** Ids, versions, sequences, remembered answers and schedules go on where they stopped. */
    private static void goesOn(Http http, Answer last) {
        var again = http.request("past/completed", Json.object(), "Idempotency-Key", "last");
        assertThat(again.is(201).text()).isEqualTo(last.text());
        http.request("past/completed", Json.object().put("name", "x"), "Idempotency-Key", "last")
                .refuses(409, "COMMAND_ID_REUSED");
        http.deploy("past/completed", shell("echo changed")).is(200).has("/effect", "unchanged");
        var next = http.deploy("past/completed", shell("echo again")).is(200).has("/version", "3");
        assertThat(sequence(next)).isGreaterThan(sequence(last));
        http.get("/v1/deployments/past/completed", "Orrery-Position", next.position())
                .has("/revision", "3");
        http.request("past/deleted").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.awaitRun(http.request("past/completed").is(201).id(), "COMPLETED");
        var runs = http.all("/v1/runs?deployment=past/scheduled").size();
        http.post("/v1/deployments/past/scheduled/resume").is(200);
        await().until(() -> http.all("/v1/runs?deployment=past/scheduled").size() > runs);
    }

    private static long sequence(Answer answer) {
        return Long.parseLong(answer.position().split(":", -1)[1]);
    }

    private static void loseWhatCanBeMadeAgain(Path data) throws Exception {
        deleteAll(data.resolve("streams"));
        try (var kafka = LoneKafka.of(data);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var changelogs =
                    admin.listTopics().names().get().stream()
                            .filter(topic -> topic.endsWith("-changelog"))
                            .toList();
            assertThat(changelogs).as("the changelogs of the processor and the views").hasSize(3);
            admin.deleteTopics(changelogs).all().get();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        assertThat(folder).isDirectory();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

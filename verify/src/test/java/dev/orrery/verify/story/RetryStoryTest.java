package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.Processes;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are tried again, rerun, paused and resumed, with real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryStoryTest {

    private Path folder;
    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        server =
                Server.start(
                        temporary.resolve("data"),
                        Map.of("runner.grace.seconds", "1", "kafka.commands.role", "editor"));
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_run_is_tried_after_its_delays_until_it_succeeds() {
        var count = folder.resolve("count");
        var script =
                "echo . >> %s; echo attempt $ORRERY_ATTEMPT; [ $(wc -l < %s) -ge 3 ] || exit 7"
                        .formatted(count, count);
        deploy("counting", script, null, retry(5, List.of(1), RetryOn.FAILED));
        var run = http.awaitRun(http.request("again/counting").is(201).id(), "COMPLETED");

        run.has("/attempt", "3").has("/retry/attempts", "5");
        assertThat(texts(run, "attempts", "cause"))
                .containsExactly("FAILED", "FAILED", "COMPLETED");
        assertThat(texts(run, "attempts", "exitCode")).containsExactly("7", "7", "null");
        assertThat(texts(run, "timeline", "name"))
                .containsExactly(
                        "Scheduled",
                        "Pending",
                        "Running",
                        "AwaitingRetry",
                        "Pending",
                        "Retrying",
                        "AwaitingRetry",
                        "Pending",
                        "Retrying",
                        "Completed");
        for (int next = 1; next < 3; next++) {
            var ended = Instant.parse(run.at("/attempts/" + (next - 1) + "/endedAt"));
            var leased = Instant.parse(run.at("/attempts/" + next + "/leasedAt"));
            assertThat(Duration.between(ended, leased)).isGreaterThanOrEqualTo(seconds(1));
        }
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(http.printed(run.id(), attempt)).containsExactly("attempt " + attempt);
        }
    }

    @Test
    void an_attempt_that_takes_too_long_is_followed_by_another() {
        var script = "[ $ORRERY_ATTEMPT = 2 ] || sleep 600";
        deploy("slow", script, 1, retry(2, List.of(), RetryOn.TIMED_OUT));
        var run = http.awaitRun(http.request("again/slow").is(201).id(), "COMPLETED", "FAILED");

        run.has("/state/type", "COMPLETED");
        assertThat(texts(run, "attempts", "cause")).containsExactly("TIMED_OUT", "COMPLETED");
    }

    @Test
    void what_failed_is_tried_again_by_hand() throws IOException {
        var there = folder.resolve("there");
        deploy("missing", "[ -e %s ] || exit 3".formatted(there), null, null);
        var id = http.request("again/missing").is(201).id();
        http.awaitRun(id, "FAILED").has("/attempt", "1").has("/exitCode", "3");
        Files.createFile(there);

        http.post("/v1/runs/" + id + "/retry").is(200).has("/effect", "changed");
        var run = http.awaitRun(id, "COMPLETED").has("/attempt", "2");
        assertThat(texts(run, "attempts", "cause")).containsExactly("FAILED", "COMPLETED");
        http.post("/v1/runs/" + id + "/retry").refuses(409, "NOT_RETRYABLE");
    }

    @Test
    void a_rerun_does_it_again_with_other_parameters() {
        deploy("hello", "cat \"$ORRERY_PARAMETERS_FILE\"", null, null);
        var body = dev.orrery.verify.server.Json.object().put("priority", 7);
        body.putObject("parameters").put("name", "world");
        var first = http.request("again/hello", body).is(201).id();
        http.awaitRun(first, "COMPLETED").has("/priority", "7");

        var other = "{\"parameters\":{\"name\":\"moon\"}}";
        var answer = http.post("/v1/runs/" + first + "/rerun", other).is(201);
        answer.hasHeader("Location", "/v1/runs/" + answer.id());
        var again = http.awaitRun(answer.id(), "COMPLETED");
        again.has("/cause/rerunOf", first).has("/priority", "7").has("/revision", "1");
        assertThat(http.printed(again.id())).containsExactly("{\"name\":\"moon\"}");

        var same = http.post("/v1/runs/" + first + "/rerun").is(201).id();
        http.awaitRun(same, "COMPLETED").has("/parameters/name", "world");
        var child = dev.orrery.verify.server.Json.object().put("parent", first);
        http.awaitRun(http.request("again/hello", child).is(201).id(), "COMPLETED")
                .has("/cause/parent", first);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_paused_run_stands_still_and_goes_on() throws IOException {
        var stop = folder.resolve("stop");
        var token = "orrery-" + UUID.randomUUID();
        deploy(
                "endless",
                "i=0; until [ -e %s ]; do i=$((i+1)); echo $i; sleep 0.05; done; : %s"
                        .formatted(stop, token),
                null,
                null);
        var id = http.request("again/endless").is(201).id();
        http.awaitRun(id, "RUNNING");
        await().until(() -> http.printed(id).size() > 3);

        http.post("/v1/runs/" + id + "/pause").is(200).has("/effect", "changed");
        http.awaitRun(id, "PAUSED").has("/state/name", "Paused");
        await().until(() -> states(token), states -> states.equals(List.of('T')));
        http.post("/v1/runs/" + id + "/pause").is(200).has("/effect", "unchanged");
        // What was printed before may still be on its way to the views.
        var lines = new ArrayList<Integer>();
        await().during(Duration.ofSeconds(1))
                .until(() -> {
                    lines.add(http.printed(id).size());
                    return lines.getLast().equals(lines.get(Math.max(0, lines.size() - 2)));
                });

        http.post("/v1/runs/" + id + "/resume").is(200).has("/effect", "changed");
        http.awaitRun(id, "RUNNING").has("/state/name", "Running");
        await().until(() -> http.printed(id).size() > lines.getLast() + 3);
        http.post("/v1/runs/" + id + "/resume").refuses(409, "NOT_PAUSED");
        Files.createFile(stop);
        http.awaitRun(id, "COMPLETED").has("/attempt", "1");
    }

    @Test
    void a_paused_run_is_cancelled() {
        var token = "orrery-" + UUID.randomUUID();
        deploy("stuck", "sleep 600; : " + token, null, null);
        var id = http.request("again/stuck").is(201).id();
        http.awaitRun(id, "RUNNING");
        http.post("/v1/runs/" + id + "/pause").is(200);
        http.post("/v1/runs/" + id + "/cancel").is(200);

        http.awaitRun(id, "CANCELLED");
        assertThat(Processes.with(token)).isEmpty();
    }

    @Test
    void a_run_that_waits_is_suspended_and_waits_again() {
        deploy("later", "true", null, null);
        var body = dev.orrery.verify.server.Json.object().put("delaySeconds", 3_600);
        var id = http.request("again/later", body).is(201).id();
        http.post("/v1/runs/" + id + "/pause").is(200);
        http.awaitRun(id, "PAUSED").has("/state/name", "Suspended");
        http.post("/v1/runs/" + id + "/resume").is(200);
        http.awaitRun(id, "SCHEDULED").has("/state/name", "Resuming");
        http.post("/v1/runs/" + id + "/cancel").is(200);
        http.awaitRun(id, "CANCELLED").has("/attempt", "0");
    }

    /** Runner and server are one process here, and die together. */
    @Test
    void an_attempt_whose_runner_is_killed_is_followed_by_another(@TempDir Path data)
            throws Exception {
        String id;
        var script = "[ $ORRERY_ATTEMPT = 2 ] || sleep 600";
        try (var killed = ChildServer.up(data, "--set", "kafka.commands.role=editor")) {
            var there = killed.awaitReady();
            var put = put("killed", script, null, retry(2, List.of(), RetryOn.CRASHED));
            deploy(put, new Kafka(killed.endpoints()), there);
            id = there.request("again/killed").is(201).id();
            there.awaitRun(id, "RUNNING");
            killed.kill();
        }
        try (var restarted = ChildServer.up(data, "--set", "kafka.commands.role=editor")) {
            var run = restarted.awaitReady().awaitRun(id, "COMPLETED", "CRASHED");
            run.has("/state/type", "COMPLETED").has("/attempt", "2");
            assertThat(texts(run, "attempts", "cause")).containsExactly("CRASHED", "COMPLETED");
        }
    }

    private void deploy(
            String name,
            String script,
            @Nullable Integer timeoutSeconds,
            @Nullable RetryPolicy retry) {
        deploy(put(name, script, timeoutSeconds, retry), server.kafka(), http);
    }

    private static void deploy(PutDeployment put, Kafka kafka, Http http) {
        kafka.produce(new ProducerRecord<>(Topics.COMMANDS, kafka.codecs().commands().encode(put)));
        var address = "/v1/deployments/again/" + put.name();
        await().until(() -> http.get(address).status() == 200);
    }

    private static PutDeployment put(
            String name,
            String script,
            @Nullable Integer timeoutSeconds,
            @Nullable RetryPolicy retry) {
        return new PutDeployment(
                "again",
                name,
                new DeploymentDocument(
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        new Entrypoint.Command(List.of("sh", "-c", script)),
                        null,
                        null,
                        Json.EMPTY_OBJECT,
                        null,
                        Map.of(),
                        List.of(),
                        DeploymentDocument.DEFAULT_POOL,
                        Infrastructure.PROCESS,
                        timeoutSeconds,
                        null,
                        true,
                        null,
                        retry,
                        null));
    }

    private static RetryPolicy retry(int attempts, List<Integer> delays, RetryOn... on) {
        return new RetryPolicy(attempts, new ListedDelays(delays), 0, List.of(on));
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }

    private static List<String> texts(Answer run, String list, String member) {
        var texts = new ArrayList<String>();
        for (JsonNode item : run.json().path(list)) {
            texts.add(item.path(member).asText());
        }
        return texts;
    }

    /** Of the processes with this text among their arguments; T is stopped. */
    private static List<Character> states(String token) {
        return Processes.with(token).stream().map(RetryStoryTest::state).toList();
    }

    private static char state(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}

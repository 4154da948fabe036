package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.command.DeploymentCommand.PutDeployment;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Infrastructure;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunAdmitted;
import dev.orrery.schemas.event.RunEvent.RunAwaitsSlot;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Deployments with a limit of their runs at once; the runner would have room for more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlotStoryTest {

    private Path data;
    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder;
        server =
                Server.start(
                        data,
                        Map.of(
                                "runner.capacity", "8",
                                "runner.grace.seconds", "1",
                                "kafka.commands.role", "editor"));
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void twenty_runs_at_once_go_two_by_two_in_order() {
        deploy("twenty", "sleep 0.05", 2, Collision.QUEUE);
        var runs = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            runs.add(http.request("slots/twenty").is(201).id());
        }
        runs.forEach(run -> http.awaitRun(run, "COMPLETED").has("/attempt", "1"));

        var slots = new HashSet<RunId>();
        var leased = new HashSet<RunId>();
        var requested = new ArrayList<RunRequested>();
        var admitted = new ArrayList<RunId>();
        int most = 0;
        for (var event : events("twenty")) {
            switch (event) {
                case RunRequested e -> requested.add(e);
                case RunAdmitted e -> {
                    slots.add(e.run());
                    admitted.add(e.run());
                }
                case RunLeased e -> {
                    assertThat(slots).contains(e.run());
                    leased.add(e.run());
                }
                case RunCompleted e -> {
                    slots.remove(e.run());
                    leased.remove(e.run());
                }
                default -> {}
            }
            assertThat(slots).hasSizeLessThanOrEqualTo(2);
            most = Math.max(most, leased.size());
        }
        assertThat(most).isEqualTo(2);
        assertThat(slots).isEmpty();
        requested.sort(
                Comparator.comparing(RunRequested::scheduledFor).thenComparing(RunRequested::run));
        assertThat(admitted)
                .containsExactlyElementsOf(requested.stream().map(e -> e.run()).toList());
    }

    @Test
    void where_runs_are_skipped_a_second_one_is_refused_until_the_first_has_ended() {
        deploy("skip", "sleep 600", 1, Collision.SKIP);
        var first = http.request("slots/skip").is(201).id();
        http.awaitRun(first, "RUNNING");

        http.request("slots/skip").refuses(409, "CONCURRENCY_LIMIT_REACHED");

        http.post("/v1/runs/" + first + "/cancel").is(200);
        http.awaitRun(first, "CANCELLED");
        cancel(http.request("slots/skip").is(201).id());
    }

    @Test
    void a_newer_run_cancels_the_one_that_runs_and_takes_its_place() {
        deploy("newest", "sleep 600", 1, Collision.CANCEL_RUNNING);
        var first = http.request("slots/newest").is(201).id();
        http.awaitRun(first, "RUNNING");

        var second = http.request("slots/newest").is(201).id();

        http.awaitRun(first, "CANCELLED");
        http.awaitRun(second, "RUNNING");
        cancel(second);
    }

    @Test
    void with_its_deployment_those_that_wait_end_and_the_one_that_runs_goes_on() throws Exception {
        var go = data.resolve("go");
        deploy("gone", "until [ -e '" + go + "' ]; do sleep 0.05; done", 1, Collision.QUEUE);
        var running = http.request("slots/gone").is(201).id();
        http.awaitRun(running, "RUNNING");
        var waiting = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            waiting.add(http.request("slots/gone").is(201).id());
        }
        waiting.forEach(run -> {
            http.awaitRun(run, "SCHEDULED").has("/state/name", "AwaitingConcurrencySlot");
        });

        http.delete("/v1/deployments/slots/gone").is(200);

        waiting.forEach(run -> {
            var ended = http.awaitRun(run, "CANCELLED").has("/attempt", "0");
            assertThat(ended.at("/state/message")).isEqualTo("Its deployment was deleted.");
        });
        http.awaitRun(running, "RUNNING");
        Files.createFile(go);
        http.awaitRun(running, "COMPLETED");
        assertThat(events("gone")).hasAtLeastOneElementOfType(RunAwaitsSlot.class);
    }

    private void cancel(String run) {
        http.awaitRun(run, "RUNNING");
        http.post("/v1/runs/" + run + "/cancel").is(200);
        http.awaitRun(run, "CANCELLED");
    }

    /** What happened to the runs of a deployment, in order. */
    private List<RunEvent> events(String name) {
        var affinity = DeploymentId.of("slots", name).affinity();
        return server.kafka()
                .log()
                .isWhole()
                .events(RunEvent.class)
                .filter(event -> event.run().affinity().equals(affinity))
                .toList();
    }

    private void deploy(String name, String script, int limit, Collision collision) {
        var put =
                new PutDeployment(
                        "slots",
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
                                null,
                                null,
                                true,
                                new Concurrency(limit, collision),
                                null,
                                null));
        var kafka = server.kafka();
        kafka.produce(new ProducerRecord<>(Topics.COMMANDS, kafka.codecs().commands().encode(put)));
        await().until(() -> http.get("/v1/deployments/slots/" + name).status() == 200);
    }
}

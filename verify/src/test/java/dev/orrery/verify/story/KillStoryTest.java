package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleFired;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.Log;
import dev.orrery.verify.server.Processes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while it is busy. */
class KillStoryTest {

    private static final int SENDERS = 4;
    private static final int ACKNOWLEDGED_MIN = 200;

    /** What was promised: the answer to a command, and its id. */
    private record Acknowledged(String command, Answer answer) {}

    @Test
    void nothing_acknowledged_is_lost_and_work_goes_on(@TempDir Path data) throws Exception {
        var token = "orrery-" + UUID.randomUUID();
        List<String> interrupted;
        List<Acknowledged> acknowledged;
        try (var server = ChildServer.up(data)) {
            var http = server.awaitReady();
            http.deploy("kill/tick", every(1, command("true"))).is(201);
            http.deploy("kill/long", shell("sleep 600; : " + token)).is(201);
            interrupted = List.of(http.request("kill/long").id(), http.request("kill/long").id());
            interrupted.forEach(run -> http.awaitRun(run, "RUNNING"));
            assertThat(Processes.with(token)).isNotEmpty();
            acknowledged = sendUntilKilled(http, server);
        }

        long start = System.nanoTime();
        try (var server = ChildServer.up(data)) {
            var endpoints = server.endpoints();
            var http = new Http(endpoints.api());
            awaitFirstAcknowledgement(http);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.printf(
                    "First acknowledgement %d ms after the start that followed a kill -9;"
                            + " %d commands were acknowledged before it.%n",
                    millis, acknowledged.size());
            server.awaitReady();

            interrupted.forEach(run ->
                    assertThat(http.awaitRun(run, "CRASHED").at("/state/message"))
                            .contains("restarted while the run was executing"));
            await().until(() -> Processes.with(token).isEmpty());
            var kafka = new Kafka(endpoints);
            long fired = kafka.log().events(ScheduleFired.class).count();
            await("the schedule to go on")
                    .until(() -> kafka.log().events(ScheduleFired.class).count() > fired + 1);
            var quiet = http.post("/v1/deployments/kill/tick/pause").is(200);
            awaitAllEnded(http);

            var log = kafka.log().isWhole();
            assertThat(log.events(ScheduleFired.class).map(ScheduleFired::nominal))
                    .doesNotHaveDuplicates();
            hasAll(acknowledged, log, http, quiet.position());
            viewsHaveAll(log, http);
        }
    }

    private static List<Acknowledged> sendUntilKilled(Http http, ChildServer server)
            throws InterruptedException {
        var answers = new ConcurrentLinkedQueue<Acknowledged>();
        var others = new ConcurrentLinkedQueue<String>();
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            senders.add(Thread.startVirtualThread(() -> send(http, sender, answers, others)));
        }
        await("enough commands to be acknowledged")
                .untilAsserted(() ->
                        assertThat(answers)
                                .as(() -> "others: " + others + "; it said: " + server.output())
                                .hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_MIN));
        server.kill();
        for (var sender : senders) {
            sender.join();
        }
        return List.copyOf(answers);
    }

    /** Deployments and runs, until nobody answers. */
    private static void send(
            Http http, int sender, Queue<Acknowledged> answers, Queue<String> others) {
        try {
            for (int i = 0; ; i++) {
                var name = "kill/s" + sender + "-" + i;
                var put = "put-" + name;
                var answer = http.deploy(name, command("true"), "Idempotency-Key", put);
                if (answer.status() == 201) {
                    answers.add(new Acknowledged(put, answer));
                } else {
                    others.add(answer.text());
                }
                if (i % 5 == 0) {
                    answer = http.request(name);
                    if (answer.status() == 201) {
                        answers.add(new Acknowledged(answer.header("Orrery-Command-Id"), answer));
                    }
                }
            }
        } catch (UncheckedIOException killed) {
            // That is how it ends. Where it ends too early, this says why.
            others.add(killed.toString());
        }
    }

    private static void awaitFirstAcknowledgement(Http http) {
        await("a command to be acknowledged")
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(() -> http.deploy("kill/after", command("true")).status() / 100 == 2);
    }

    private static void awaitAllEnded(Http http) {
        await("every run to end")
                .until(() ->
                        http.all("/v1/runs?state=SCHEDULED,PENDING,RUNNING,CANCELLING").isEmpty());
    }

    private static void hasAll(
            List<Acknowledged> acknowledged, Log log, Http http, String position) {
        var byPosition =
                log.entries().stream()
                        .collect(Collectors.toMap(e -> e.header().id().toString(), e -> e));
        for (var one : acknowledged) {
            var entry = byPosition.get(one.answer().position());
            assertThat(entry).as("the event of %s", one.answer().text()).isNotNull();
            var origin = entry.header().origin();
            assertThat(origin).as("the command of %s", entry).isNotNull();
            assertThat(origin.command().value()).isEqualTo(one.command());
            http.get(one.answer().header("Location"), "Orrery-Position", position).is(200);
        }
        // Asking again gets the first answer.
        var put = acknowledged.stream().filter(one -> one.command().startsWith("put-")).findFirst();
        var first = put.orElseThrow();
        http.deploy(
                        first.command().substring("put-".length()),
                        command("true"),
                        "Idempotency-Key",
                        first.command())
                .is(201)
                .has("/position", first.answer().position());
    }

    /** Each run as the log tells it, and each event of it. */
    private static void viewsHaveAll(Log log, Http http) {
        var runs = http.all("/v1/runs");
        var shown = new TreeMap<String, String>();
        runs.forEach(run -> shown.put(run.path("id").asText(), run.at("/state/type").asText()));
        assertThat(shown).hasSameSizeAs(runs).isEqualTo(states(log));

        var events =
                log.entries().stream()
                        .collect(
                                Collectors.groupingBy(
                                        e -> e.header().subject(),
                                        Collectors.mapping(
                                                e -> e.header().id().toString(),
                                                Collectors.toList())));
        events.forEach((subject, ids) ->
                assertThat(http.all("/v1/events?subject=" + subject))
                        .extracting((JsonNode event) -> event.path("id").asText())
                        .as("the events of %s", subject)
                        .isEqualTo(ids));
    }

    private static Map<String, String> states(Log log) {
        var states = new TreeMap<String, String>();
        log.events(RunEvent.class)
                .forEach(event -> {
                    var state = state(event);
                    if (state != null) {
                        states.put(event.run().toString(), state);
                    }
                });
        return states;
    }

    private static @Nullable String state(RunEvent event) {
        return switch (event) {
            case RunEvent.RunRequested _, RunEvent.RunReturned _, RunEvent.RunLate _ -> "SCHEDULED";
            case RunEvent.RunAdmitted _, RunEvent.RunAwaitsSlot _ -> "SCHEDULED";
            case RunEvent.RunRetryScheduled _ -> "SCHEDULED";
            case RunEvent.RunPaused _ -> "PAUSED";
            case RunEvent.RunResumed _ ->
                    throw new IllegalStateException("nobody resumes a run in this story");
            case RunEvent.TrackedRunChanged e -> e.state().name();
            case RunEvent.RunTracked _ -> "RUNNING";
            case RunEvent.TrackedRunEnded e -> e.end().name();
            case RunEvent.RunLeased _ -> "PENDING";
            case RunEvent.RunStarted _ -> "RUNNING";
            case RunEvent.RunCompleted _ -> "COMPLETED";
            case RunEvent.RunFailed _ -> "FAILED";
            case RunEvent.RunLeaseExpired _ -> null;
            case RunEvent.RunCrashed _ -> "CRASHED";
            case RunEvent.RunCancelRequested _ -> "CANCELLING";
            case RunEvent.RunCancelled _ -> "CANCELLED";
        };
    }
}

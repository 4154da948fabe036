package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static dev.orrery.verify.server.Documents.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.pack.CodePackage;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Cluster;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.Log;
import dev.orrery.verify.server.LoneKafka;
import dev.orrery.verify.server.OtherIds;
import dev.orrery.verify.server.Proving;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever outgrows the embedded Kafka takes the history along. */
class MoveStoryTest {

    private static final Map<String, String> ALL_ROLES =
            Map.of("roles", "api,processor,projector,runner", "lease.seconds", "5");

    @TempDir Path folder;

    @Test
    void the_log_of_an_all_in_one_goes_on_in_a_cluster() throws Exception {
        var data = folder.resolve("alone");
        OtherIds.in(data);
        var alone = ChildServer.up(data, "--set", "runner.capacity=1");
        var old = alone.awaitReady();
        var finished = ended(old);
        var pushed = push(old);
        old.run("move/pushed", pushed).has("/state/type", "COMPLETED");
        var shown = shown(old, finished);
        old.deploy("move/held", shell("sleep 600")).is(201);
        var held = old.request("move/held").is(201).id();
        old.awaitRun(held, "RUNNING");
        var queued = old.request("move/pushed").is(201).id();
        old.deploy("move/often", every(2, command("true"))).is(201);
        var checkpoint = new Proving(old).places();
        var log = new Kafka(alone.endpoints()).log().isWhole();
        var values = new Kafka(alone.endpoints()).read(Topics.EVENTS);
        alone.kill();

        try (var cluster = Cluster.start(folder)) {
            assertThat(move(data, cluster, 0)).contains("The hash chain is whole");

            var moved = cluster.kafka().log().isWhole();
            assertThat(hashes(moved)).containsAll(hashes(log));
            assertThat(ids(cluster.kafka().read(Topics.EVENTS)))
                    .as("the other registry has ids of its own")
                    .isNotEqualTo(ids(values));
            assertThat(replay("--kafka", cluster.kafka().endpoints().kafka()))
                    .isEqualTo(replay("--data", data.toString()))
                    .contains(" events of ");

            var http = cluster.node("a", ALL_ROLES).awaitReady();
            http.awaitRun(finished.getFirst(), "COMPLETED");
            await().untilAsserted(() -> assertThat(shown(http, finished)).isEqualTo(shown));
            http.awaitRun(queued, "COMPLETED");
            assertThat(http.printed(queued)).containsExactly("pushed code");
            http.awaitRun(held, "CRASHED");
            http.run("move/new", shell("echo new")).has("/state/type", "COMPLETED");
            await("a nominal time that comes now")
                    .until(() ->
                            !http.all(
                                            "/v1/runs?state=COMPLETED&deployment="
                                                    + http.get("/v1/deployments/move/often").id())
                                    .isEmpty());
            assertThat(hashes(cluster.kafka().log().isWhole())).containsAll(hashes(moved));
            // With its own registry it is the log that was signed before it was copied.
            new Proving(http).views(checkpoint).has("/state", "VERIFIED");
            assertThat(move(data, cluster, 1)).contains("more events", "went on there");
        }
    }

    @Test
    void a_move_that_ended_early_goes_on_and_one_onto_another_log_does_nothing() throws Exception {
        var data = folder.resolve("alone");
        try (var alone = ChildServer.up(data)) {
            ended(alone.awaitReady());
        }
        var other = folder.resolve("other");
        try (var server = ChildServer.up(other)) {
            server.awaitReady().deploy("other/deployment", command("true")).is(201);
            assertThat(move(other, server, 1)).contains("A server runs on the data folder");
        }
        try (var cluster = Cluster.start(folder)) {
            // What a move that is killed leaves: a beginning of some partitions.
            var kafka = cluster.kafka();
            try (var source = LoneKafka.of(data)) {
                begin(source, kafka);
            }
            assertThat(move(data, cluster, 0)).contains("The hash chain is whole");
            assertThat(move(data, cluster, 0)).contains("The hash chain is whole");
            var ends = kafka.logEnd();

            assertThat(move(other, cluster, 1)).contains("Choose a Kafka without topics of Orrery");
            assertThat(move(data, cluster, 1, "--set", "schema.registry.url="))
                    .contains("schema.registry.url");
            assertThat(kafka.logEnd()).isEqualTo(ends);
        }
    }

    @Test
    void a_log_with_other_partitions_or_a_broken_chain_is_not_moved() throws Exception {
        var three = folder.resolve("three");
        try (var alone = ChildServer.up(three, "--set", "partitions=3")) {
            alone.awaitReady();
        }
        var broken = folder.resolve("broken");
        try (var alone = ChildServer.up(broken)) {
            ended(alone.awaitReady());
            var kafka = new Kafka(alone.endpoints());
            kafka.produce(Kafka.copy(kafka.read(Topics.EVENTS).getFirst()));
        }
        try (var cluster = Cluster.start(folder)) {
            assertThat(move(three, cluster, 1)).contains("The log has 3 partitions");
            assertThat(move(broken, cluster, 1)).contains("is not whole", "again or too late");
            assertThat(cluster.kafka().read(Topics.EVENTS)).isEmpty();
        }
    }

    private List<String> ended(Http http) {
        var runs = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            var run = http.run("move/d" + i, shell("echo one; echo two"));
            runs.add(run.has("/state/type", "COMPLETED").id());
        }
        return runs;
    }

    private JsonNode push(Http http) throws Exception {
        var code = Files.createDirectories(folder.resolve("code"));
        Files.writeString(code.resolve("said.txt"), "pushed code\n");
        var packed = CodePackage.of(code, ArtifactLimits.USUAL);
        http.send("PUT", "/v1/artifacts/" + packed.id(), packed.archive()).is(201);
        var document = command("cat", "said.txt");
        document.putObject("code").put("kind", "pushed").put("artifact", packed.id());
        return document;
    }

    /** What is read of runs that ended. */
    private static List<String> shown(Http http, List<String> runs) {
        var shown = new ArrayList<String>();
        for (var run : runs) {
            shown.add(http.get("/v1/runs/" + run).is(200).text());
            shown.add(http.get("/v1/runs/" + run + "/logs").is(200).text());
            shown.add(http.get("/v1/events?subject=" + run).is(200).json().get("items").toString());
        }
        return shown;
    }

    private static String move(Path data, Cluster cluster, int exitCode, String... more)
            throws Exception {
        return move(data, cluster.kafka(), exitCode, more);
    }

    private static String move(Path data, ChildServer target, int exitCode) throws Exception {
        return move(data, new Kafka(target.endpoints()), exitCode);
    }

    private static String move(Path data, Kafka target, int exitCode, String... more)
            throws Exception {
        var to = target.endpoints();
        var words =
                new ArrayList<>(
                        List.of(
                                "move-log",
                                "--data",
                                data.toString(),
                                "--set",
                                "kafka.bootstrap.servers=" + to.kafka(),
                                "--set",
                                "schema.registry.url=" + to.registry()));
        words.addAll(List.of(more));
        return said(exitCode, data, words);
    }

    /** The last line of it: how far the log goes. */
    private String replay(String... where) throws Exception {
        var words = new ArrayList<>(List.of("replay"));
        words.addAll(List.of(where));
        return said(0, folder, words).strip().lines().reduce((_, last) -> last).orElseThrow();
    }

    private static String said(int exitCode, Path data, List<String> words) throws Exception {
        try (var program = ChildServer.program(data, words.toArray(String[]::new))) {
            int ended = program.exitCode();
            assertThat(ended).as(program.output()).isEqualTo(exitCode);
            return program.output();
        }
    }

    private static void begin(LoneKafka source, Kafka target) {
        for (var event : Kafka.read(source.bootstrapServers(), Topics.EVENTS)) {
            if (event.offset() < 2) {
                target.produce(Kafka.copy(event));
            }
        }
    }

    private static List<String> hashes(Log log) {
        return log.entries().stream()
                .map(entry -> entry.header().id() + " " + entry.hash())
                .toList();
    }

    private static Map<String, Integer> ids(List<ConsumerRecord<byte[], byte[]>> events) {
        return events.stream()
                .collect(
                        Collectors.toMap(
                                event ->
                                        new String(
                                                event.headers().lastHeader("ce_type").value(),
                                                UTF_8),
                                event -> (int) event.value()[4],
                                (one, _) -> one));
    }
}

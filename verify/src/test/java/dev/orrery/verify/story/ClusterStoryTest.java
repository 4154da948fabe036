package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Cluster;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Proving;
import dev.orrery.verify.server.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one Kafka: whichever is asked answers for both. */
class ClusterStoryTest {

    private static final int DEPLOYMENTS = 12;
    private static final int RUNS_UNDER_WAY = 100;

    @Test
    void any_node_takes_what_is_written_and_answers_what_is_read(@TempDir Path folder)
            throws Exception {
        try (var cluster = Cluster.start(folder)) {
            var nodeA = cluster.node("a", Map.of());
            var nodeB = cluster.node("b", Map.of());
            var a = nodeA.awaitReady();
            var b = nodeB.awaitReady();
            Cluster.awaitSpread(a, b);
            cluster.runner(4);
            awaitDecided(a, b);

            var runs = new ArrayList<String>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                var writer = i % 2 == 0 ? a : b;
                var reader = i % 2 == 0 ? b : a;
                var name = "any/d" + i;
                var written = writer.deploy(name, shell("echo one; echo two")).is(201);
                reader.get("/v1/deployments/" + name, "Orrery-Position", written.position())
                        .is(200)
                        .has("/name", "d" + i);
                var run = reader.request(name).is(201);
                writer.get(run.header("Location"), "Orrery-Position", run.position()).is(200);
                runs.add(run.id());
            }
            for (var run : runs) {
                a.awaitRun(run, "COMPLETED");
                b.awaitRun(run, "COMPLETED");
                await().untilAsserted(() -> {
                    assertThat(a.printed(run)).containsExactly("one", "two");
                    assertThat(b.printed(run)).containsExactly("one", "two");
                });
            }
            assertThat(tail(b)).isEqualTo(tail(a)).hasSizeGreaterThanOrEqualTo(DEPLOYMENTS * 5);
            assertThat(Reading.everything(b)).isEqualTo(Reading.everything(a));
            cluster.kafka().log().isWhole();
            var proved = new Proving(a).viewsAsking(b).has("/state", "VERIFIED").json();
            assertThat(proved.path("partitions"))
                    .allSatisfy(
                            part -> assertThat(part.path("state").asText()).isEqualTo("VERIFIED"));
            // A partition is on one node, so each of them asked the other.
            assertThat(Cluster.folds(a)).doesNotContainAnyElementsOf(Cluster.folds(b));
        }
    }

    @Test
    void a_node_that_is_killed_leaves_the_other_one_to_answer_with_everything(@TempDir Path folder)
            throws Exception {
        try (var cluster = Cluster.start(folder)) {
            var nodeA = cluster.node("a", Map.of());
            var nodeB = cluster.node("b", Map.of());
            var a = nodeA.awaitReady();
            var b = nodeB.awaitReady();
            Cluster.awaitSpread(a, b);
            cluster.runner(4);
            awaitDecided(a, b);
            var acknowledged = new ArrayList<Answer>();
            for (int i = 0; i < DEPLOYMENTS; i++) {
                acknowledged.add(a.deploy("kill/d" + i, command("true")).is(201));
            }
            var lost = Cluster.folds(a);
            for (int i = 0; i < RUNS_UNDER_WAY; i++) {
                var writer = i % 2 == 0 ? a : b;
                acknowledged.add(writer.request("kill/d" + i % DEPLOYMENTS).is(201));
            }

            await("the other node to have copies").until(() -> Cluster.copies(b).containsAll(lost));

            nodeA.kill();

            var stale = b.get("/v1/deployments").is(200);
            assertThat(stale.header("Age")).as("the age of %s", stale.text()).matches("[0-9]+");
            awaitEach(b, acknowledged);
            await("the other node to have all").until(() -> Cluster.folds(b).containsAll(lost));
            assertThat(b.get("/v1/deployments").is(200).header("Age")).isEmpty();
            await("a command for what the dead node had")
                    .untilAsserted(() -> {
                        for (int i = 0; i < DEPLOYMENTS; i++) {
                            b.deploy("kill/d" + i, command("true")).is(200);
                        }
                    });
            await("every run to end")
                    .until(() -> b.all("/v1/runs?state=COMPLETED").size() >= RUNS_UNDER_WAY);
            hasAll(cluster, b, acknowledged);
        }
    }

    /** Who decides moves as nodes come, and for a moment nobody does. */
    private static void awaitDecided(Http... nodes) {
        for (var node : nodes) {
            for (int i = 0; i < DEPLOYMENTS; i++) {
                var name = "first/d" + i;
                await("a command to be acknowledged")
                        .until(() -> node.deploy(name, command("true")).status() < 300);
            }
        }
    }

    /** Where the caller has been is waited for, over the time in which nobody has the partition. */
    private static void awaitEach(Http node, List<Answer> acknowledged) {
        for (var one : acknowledged) {
            await("what was acknowledged as " + one.position())
                    .until(() -> read(node, one).status() == 200);
        }
    }

    private static Answer read(Http node, Answer one) {
        return node.get(
                one.header("Location"), "Orrery-Position", one.position(), "Orrery-Wait", "20");
    }

    private static void hasAll(Cluster cluster, Http node, List<Answer> acknowledged) {
        var log = new TreeSet<String>();
        cluster.kafka().log().isWhole().entries().stream()
                .map(entry -> entry.header().id().toString())
                .forEach(log::add);
        for (var one : acknowledged) {
            assertThat(log).contains(one.position());
            read(node, one).is(200);
        }
    }

    /** All events, as somebody sees them who asks again and again for what came later. */
    private static Set<String> tail(Http node) {
        var seen = new TreeSet<String>();
        var after = "";
        while (true) {
            var page = node.get("/v1/events?limit=7" + after).is(200).json();
            page.path("items").forEach(event -> seen.add(event.path("id").asText()));
            if (page.path("items").isEmpty()) {
                return seen;
            }
            after = "&after=" + page.path("position").asText();
        }
    }
}

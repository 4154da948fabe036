package dev.orrery.projections.api;

import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.projections.RandomStory;
import dev.orrery.projections.Story;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node answers is what one that has everything answers, byte for byte. */
class AnyNodeTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS_A_PARTITION = 250;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TwoNodes nodes = new TwoNodes();
    private final List<RecordedEvent> events = new ArrayList<>();

    @BeforeEach
    void something_happens_on_every_partition() {
        var names = Stream.iterate(0, n -> n + 1).limit(60).map(n -> "n" + n).toList();
        RunId parent = null;
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            int here = partition;
            var local =
                    names.stream()
                            .filter(name -> nodes.whole.views.partitionOf(id(name)) == here)
                            .toList();
            var story = new RandomStory(seed + partition, partition, local);
            var run = Story.run(new DeploymentId(id(local.getFirst())), 9_000).asTracked();
            events.addAll(
                    story.go(EVENTS_A_PARTITION)
                            .then(run, Story.tracked(null, run, TrackedState.RUNNING, parent))
                            .events());
            parent = run;
        }
        events.forEach(nodes::fold);
        all(RunRequested.class)
                .forEach(event -> {
                    nodes.keep(chunk(event.run(), 0));
                    nodes.keep(chunk(event.run(), 1));
                });
    }

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void every_page_of_every_list_is_the_same_on_every_node_and_so_is_its_cursor()
            throws Exception {
        var deployment = any(DeploymentCreated.class);
        var run = any(RunRequested.class).run();
        for (var list :
                List.of(
                        "/v1/flows?",
                        "/v1/deployments?",
                        "/v1/deployments?flow=flow-n&",
                        "/v1/deployments?name=" + deployment.name() + "&",
                        "/v1/deployments?idPrefix="
                                + deployment.deployment().toString().substring(0, 1)
                                + "&",
                        "/v1/deployments/" + deployment.deployment() + "/revisions?",
                        "/v1/deployments/flow-n/" + deployment.name() + "/revisions?",
                        "/v1/deployments/" + deployment.deployment() + "/backfills?",
                        "/v1/deployments/flow-n/" + deployment.name() + "/backfills?",
                        "/v1/runs?",
                        "/v1/runs?state=COMPLETED,FAILED&",
                        "/v1/runs?name=brave-otter&",
                        "/v1/runs?parent=" + run + "&",
                        "/v1/runs?backfill=" + new BackfillId(run.value()) + "&",
                        "/v1/runs?idPrefix=" + run.toString().substring(0, 10) + "&",
                        "/v1/runs?deployment=flow-n/" + deployment.name() + "&",
                        "/v1/events?",
                        "/v1/events?order=newest&",
                        "/v1/events?type=RunLeased,RunCompleted&",
                        "/v1/events?type=TrackedRunChanged&",
                        "/v1/events?after=0:40,1:60,2:20&",
                        "/v1/events?subject=" + run + "&",
                        "/v1/events?deployment=flow-n/" + deployment.name() + "&",
                        "/v1/audit/history/" + run + "?",
                        "/v1/audit/history/flow-n/" + deployment.name() + "?order=newest&",
                        "/v1/audit/asof/deployments?at=0:150,1:100,2:90&",
                        "/v1/audit/asof/deployments?flow=flow-n&at=" + second(120) + "&",
                        "/v1/audit/asof/runs?at=1:100&",
                        "/v1/audit/asof/runs?state=COMPLETED&at=" + second(150) + "&",
                        "/v1/audit/asof/runs?deployment=flow-n/" + deployment.name() + "&at=0:150&",
                        "/v1/audit/asof/deployments/"
                                + deployment.deployment()
                                + "/revisions?at="
                                + second(200)
                                + "&")) {
            walk(list, 1 + random.nextInt(60));
            walk(list, 200);
        }
        walk("/v1/flows?", 1);
        walk("/v1/deployments?", 1);
        walk("/v1/events?deployment=flow-n/" + deployment.name() + "&", 1);
    }

    @Test
    void what_is_one_answers_on_a_node_that_has_none_of_it() throws Exception {
        same("/v1/counts");
        for (var created : all(DeploymentCreated.class)) {
            same("/v1/deployments/" + created.deployment());
            same("/v1/deployments/flow-n/" + created.name());
        }
        for (var requested : all(RunRequested.class).subList(0, 20)) {
            same("/v1/runs/" + requested.run());
            same("/v1/runs/" + requested.run() + "/logs?attempt=1&limit=3");
            same("/v1/runs/" + requested.run() + "/logs?attempt=1&after=3");
            same("/v1/runs/" + requested.run() + "/logs?attempt=1", "Accept", "text/plain");
        }
        for (int i = 0; i < 9; i++) {
            var nobody = DeploymentId.of("no", "body" + i);
            same("/v1/deployments/" + nobody);
            same("/v1/deployments/" + nobody + "/revisions");
            same("/v1/deployments/" + nobody + "/backfills/" + UUID.randomUUID());
            same("/v1/deployments/no/body" + i + "/backfills/" + UUID.randomUUID());
            same("/v1/deployments/no/body" + i + "/backfills");
            same("/v1/runs/" + Story.run(nobody, i));
            same("/v1/runs/" + Story.run(nobody, i) + "/logs?limit=none");
        }
        for (var requested : all(RunRequested.class).subList(0, 20)) {
            same("/v1/audit/why/" + requested.run());
            for (var at :
                    List.of("0:180", "1:150,2:170", second(140).toString(), "2:1@" + second(9))) {
                same("/v1/audit/asof/runs/" + requested.run() + "?at=" + at);
                same("/v1/audit/asof/deployments/" + requested.deployment() + "?at=" + at);
                same(
                        "/v1/audit/asof/deployments/"
                                + requested.deployment()
                                + "/revisions/1?at="
                                + at);
            }
            same("/v1/audit/deployments/" + requested.deployment() + "/diff");
        }
        for (var tracked : all(RunTracked.class)) {
            same("/v1/audit/why/" + tracked.run());
        }
        for (var at : List.of("0:1", "1:20", second(140).toString(), "2:7,0:9", "0:1,1:1,2:0")) {
            same("/v1/audit/moments?at=" + at);
        }
        for (var at : List.of("0:99999", "1:99999", "2:99999", "5:1", "2999-01-01T00:00:00Z")) {
            same("/v1/audit/asof/runs?at=" + at);
            same("/v1/audit/asof/deployments/" + DeploymentId.of("no", "body") + "?at=" + at);
        }
        same("/v1/runs?cursor=AAAA");
        same("/v1/runs?cursor=AAAAAAAA");
        same("/v1/events?after=7:1");
        same("/v1/runs?state=NONE");
    }

    @Test
    void whether_a_runner_executes_a_run_is_known_on_every_node() throws Exception {
        var someone = all(RunRequested.class).subList(0, 20);
        var itself = all(RunTracked.class).subList(0, 5);
        for (var node : List.of(nodes.whole, nodes.a, nodes.b)) {
            for (var requested : someone) {
                assertThat(node.api.isExecuted(requested.run()).get(1, TimeUnit.MINUTES)).isTrue();
            }
            for (var tracked : itself) {
                assertThat(node.api.isExecuted(tracked.run()).get(1, TimeUnit.MINUTES)).isFalse();
            }
            var nobody = Story.run(DeploymentId.of("no", "body"), 1);
            assertThat(node.api.isExecuted(nobody).get(1, TimeUnit.MINUTES)).isFalse();
        }
    }

    @Test
    void a_cursor_goes_on_wherever_the_partitions_have_moved() throws Exception {
        for (var list : List.of("/v1/runs?", "/v1/deployments?", "/v1/events?order=newest&")) {
            var expected = items(nodes.whole, list + "limit=200", "");
            var walked = new ArrayList<String>();
            var cursor = "";
            do {
                nodes.spread(Set.of(random.nextInt(3)), Set.of());
                var ofA = nodes.a.views.partitions();
                var others = new HashSet<>(Set.of(0, 1, 2));
                others.removeAll(ofA);
                nodes.spread(ofA, others);
                var node = random.nextBoolean() ? nodes.a : nodes.b;
                var page = node.json(list + "limit=" + (1 + random.nextInt(60)) + cursor);
                page.at("/items").forEach(item -> walked.add(item.toString()));
                cursor = page.at("/next").asText("");
                cursor = cursor.isEmpty() ? "" : "&cursor=" + cursor;
            } while (!cursor.isEmpty());
            assertThat(walked).as("seed %s, %s", seed, list).isEqualTo(expected);
        }
    }

    private List<String> items(ApiServer node, String list, String start) throws Exception {
        var items = new ArrayList<String>();
        var cursor = start;
        do {
            var page = node.json(list + cursor);
            page.at("/items").forEach(item -> items.add(item.toString()));
            cursor = page.at("/next").isNull() ? "" : "&cursor=" + page.at("/next").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    private void walk(String list, int limit) throws Exception {
        var cursor = "";
        do {
            var body = same(list + "limit=" + limit + cursor);
            var next = JSON.readTree(body).at("/next");
            cursor = next.isNull() || next.isMissingNode() ? "" : "&cursor=" + next.asText();
        } while (!cursor.isEmpty());
    }

    private String same(String path, String... headers) throws Exception {
        var expected = nodes.whole.get(path, headers);
        for (var node : List.of(nodes.a, nodes.b)) {
            var answer = node.get(path, headers);
            assertThat(answer.body()).as("seed %s, %s", seed, path).isEqualTo(expected.body());
            assertThat(answer.statusCode()).as(path).isEqualTo(expected.statusCode());
            for (var name : List.of("Content-Type", "ETag", "Link", "Age", "Orrery-As-Of")) {
                assertThat(answer.headers().firstValue(name))
                        .as("%s of %s", name, path)
                        .isEqualTo(expected.headers().firstValue(name));
            }
        }
        return expected.body();
    }

    private <E extends Event> List<E> all(Class<E> type) {
        return events.stream()
                .map(RecordedEvent::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private <E extends Event> E any(Class<E> type) {
        var all = all(type);
        return all.get(random.nextInt(all.size()));
    }

    private static OutputChunk chunk(RunId run, int number) {
        var lines =
                Stream.of("one", "two", "three")
                        .map(text -> new OutputLine(Story.BEGIN, OutputLine.Stream.OUT, text))
                        .toList();
        return new OutputChunk(run, 1, 1 + 3L * number, lines);
    }

    private static UUID id(String name) {
        return DeploymentId.of("flow-n", name).value();
    }
}

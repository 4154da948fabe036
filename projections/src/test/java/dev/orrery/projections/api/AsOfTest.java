package dev.orrery.projections.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.projections.RandomStory;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.id.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered as of a moment is what was answered then. */
class AsOfTest {

    private static final int STEPS = 120;
    private static final int FLOWS = 40;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ApiServer api = new ApiServer();
    private final List<RecordedEvent> log = new ArrayList<>();

    @BeforeEach
    void something_happens_on_every_partition() {
        var names = Stream.iterate(0, n -> n + 1).limit(FLOWS).map(n -> "n" + n).toList();
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            int here = partition;
            var local =
                    names.stream()
                            .filter(name -> api.views.partitionOf(id(name).value()) == here)
                            .toList();
            log.addAll(new RandomStory(seed + partition, partition, local).go(STEPS).events());
        }
        log.sort(
                Comparator.<RecordedEvent, Instant>comparing(event -> event.header().time())
                        .thenComparingInt(event -> event.header().id().partition()));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void lists_and_single_things_are_those_of_then() throws Exception {
        int half = 2 * log.size() / 3;
        var moment = log.get(half).header().time();
        log.stream().filter(event -> !event.header().time().isAfter(moment)).forEach(this::happens);
        var position = api.views.position().toString();
        var deployments = items("/v1/deployments?");
        var runs = items("/v1/runs?");
        var failed = items("/v1/runs?state=FAILED,RUNNING&");
        var one = deployments.get(random.nextInt(deployments.size()));
        var run = runs.get(random.nextInt(runs.size())).at("/id").asText();
        var runThen = api.get("/v1/runs/" + run).body();
        var revisions = items("/v1/deployments/" + one.at("/id").asText() + "/revisions?");
        log.stream().filter(event -> event.header().time().isAfter(moment)).forEach(this::happens);

        for (var at : List.of(position, moment.toString(), text(moment))) {
            assertThat(items("/v1/audit/asof/deployments?at=" + at + "&"))
                    .as("seed %s", seed)
                    .isEqualTo(withoutLastRun(deployments));
            assertThat(items("/v1/audit/asof/runs?at=" + at + "&")).isEqualTo(runs);
            assertThat(items("/v1/audit/asof/runs?state=FAILED,RUNNING&at=" + at + "&"))
                    .isEqualTo(failed);
            var id = one.at("/id").asText();
            assertThat(api.json("/v1/audit/asof/deployments/" + id + "?at=" + at))
                    .isEqualTo(withoutLastRun(List.of(one)).getFirst());
            var named = one.at("/flow").asText() + "/" + one.at("/name").asText();
            assertThat(api.json("/v1/audit/asof/deployments/" + named + "?at=" + at))
                    .isEqualTo(withoutLastRun(List.of(one)).getFirst());
            for (var path : List.of(id, named)) {
                var below = "/v1/audit/asof/deployments/" + path + "/revisions";
                assertThat(items(below + "?at=" + at + "&")).isEqualTo(revisions);
                assertThat(api.json(below + "/1?at=" + at)).isEqualTo(revisions.getLast());
                assertThat(api.get(below + "/" + (revisions.size() + 1) + "?at=" + at).body())
                        .contains("REVISION_NOT_FOUND");
            }
            assertThat(api.get("/v1/audit/asof/runs/" + run + "?at=" + at).body())
                    .isEqualTo(runThen);
            assertThat(api.get("/v1/audit/asof/runs?at=" + at).headers().firstValue("Orrery-As-Of"))
                    .hasValue(position);
            assertThat(api.json("/v1/audit/moments?at=" + at).at("/position").asText())
                    .isEqualTo(position);
        }
    }

    @Test
    void lists_of_then_have_the_filters_of_now() throws Exception {
        log.forEach(this::happens);
        var position = api.views.position().toString();
        var run = any(RunEvent.RunRequested.class);
        for (var query :
                List.of(
                        "/deployments?flow=flow-n&",
                        "/deployments?flow=none&",
                        "/deployments?name=n3&",
                        "/runs?name=brave-otter&",
                        "/runs?parent=" + run.run() + "&",
                        "/runs?deployment=" + run.deployment() + "&",
                        "/runs?deployment=" + run.deployment() + "&state=COMPLETED&")) {
            assertThat(items("/v1/audit/asof" + query + "at=" + position + "&"))
                    .as("seed %s, %s", seed, query)
                    .isEqualTo(withoutLastRun(items("/v1" + query)));
        }
    }

    @Test
    void what_a_position_does_not_name_is_as_of_the_time_of_what_it_names() throws Exception {
        log.forEach(this::happens);
        var event = log.get(log.size() / 2);
        var named = event.header().id();
        var full = api.json("/v1/audit/moments?at=" + named);
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            int here = partition;
            long expected =
                    here == named.partition()
                            ? named.sequence()
                            : log.stream()
                                    .filter(e -> e.header().id().partition() == here)
                                    .filter(e -> !e.header().time().isAfter(event.header().time()))
                                    .count();
            assertThat(Position.parse(full.at("/position").asText()).sequences())
                    .containsEntry(here, expected);
        }
        assertThat(full.at("/time").asText()).isEqualTo(event.header().time().toString());
        assertThat(api.get("/v1/audit/asof/runs?at=" + named).body())
                .isEqualTo(api.get("/v1/audit/asof/runs?at=" + event.header().time()).body());
    }

    @Test
    void before_the_first_event_there_is_nothing() throws Exception {
        log.forEach(this::happens);
        var created = any(DeploymentCreated.class).deployment();
        var run = any(RunEvent.RunRequested.class).run();
        for (var at : List.of("2001-01-01T00:00:00Z", "0:0,1:0,2:0", "1:0")) {
            assertThat(api.json("/v1/audit/asof/deployments?at=" + at).at("/items")).isEmpty();
            assertThat(items("/v1/audit/asof/runs?at=" + at + "&")).isEmpty();
            assertThat(api.get("/v1/audit/asof/deployments/" + created + "?at=" + at).body())
                    .contains("DEPLOYMENT_NOT_FOUND");
            assertThat(
                            api.get("/v1/audit/asof/deployments/" + created + "/revisions?at=" + at)
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(api.get("/v1/audit/asof/runs/" + run + "?at=" + at).body())
                    .contains("RUN_NOT_FOUND");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?at=tomorrow",
                "?at=2026-11-23",
                "?at=9999-01-01T00:00:00Z",
                "?at=0:99999999",
                "?at=0:1,0:2",
                "?at=7:1",
                "?at=0:1@never",
                "?at=0:1,",
                "?at=0:1&depth=2"
            })
    void a_moment_that_is_none_is_refused(String query) throws Exception {
        log.forEach(this::happens);
        for (var path : List.of("deployments", "runs", "deployments/flow-n/n1", "runs/" + run())) {
            var answer = api.get("/v1/audit/asof/" + path + query);
            assertThat(answer.body()).as(path).contains("INVALID_REQUEST");
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void a_cursor_of_another_moment_is_refused() throws Exception {
        log.forEach(this::happens);
        var next = api.json("/v1/audit/asof/runs?limit=1&at=0:50,1:50,2:50").at("/next").asText();
        assertThat(api.get("/v1/audit/asof/runs?limit=1&at=0:50,1:50,2:51&cursor=" + next).body())
                .contains("INVALID_REQUEST");
        assertThat(api.get("/v1/audit/asof/runs?limit=1&at=0:50,1:50,2:50&cursor=" + next).body())
                .contains("items");
    }

    private void happens(RecordedEvent event) {
        api.views.fold(event);
    }

    private RunId run() {
        return any(RunEvent.RunRequested.class).run();
    }

    private <E> E any(Class<E> type) {
        var all = log.stream().map(RecordedEvent::event).filter(type::isInstance).toList();
        return type.cast(all.get(random.nextInt(all.size())));
    }

    /** Without an offset. */
    private static String text(Instant time) {
        return time.toString().replace("Z", "");
    }

    private static List<JsonNode> withoutLastRun(List<JsonNode> items) {
        return items.stream()
                .map(item -> ((ObjectNode) item.deepCopy()).without(List.of("lastRun")))
                .map(JsonNode.class::cast)
                .toList();
    }

    private List<JsonNode> items(String list) throws Exception {
        var items = new ArrayList<JsonNode>();
        var seen = new TreeSet<String>();
        var cursor = "";
        do {
            var page = api.json(list + "limit=" + (1 + random.nextInt(90)) + cursor);
            page.at("/items").forEach(items::add);
            var next = page.at("/next");
            cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
        } while (!cursor.isEmpty() && seen.add(cursor));
        return items;
    }

    private static DeploymentId id(String name) {
        return DeploymentId.of("flow-n", name);
    }
}

package dev.orrery.projections.api;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.RandomStory;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.id.DeploymentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the size of its pages, a list has everything once and in order. */
class PagingTest {

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ApiServer api = new ApiServer();
    private final List<RecordedEvent> events = new ArrayList<>();

    @BeforeEach
    void something_happens_on_every_partition() {
        var names = Stream.iterate(0, n -> n + 1).limit(60).map(n -> "n" + n).toList();
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            int here = partition;
            var local =
                    names.stream().filter(name -> api.views.partitionOf(id(name)) == here).toList();
            events.addAll(new RandomStory(seed + partition, partition, local).go(200).events());
        }
        events.forEach(api.views::fold);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void all_runs_are_listed_newest_first() throws Exception {
        var expected =
                events.stream()
                        .map(RecordedEvent::event)
                        .filter(PagingTest::begins)
                        .map(event -> ((RunEvent) event).run())
                        .sorted(Comparator.reverseOrder())
                        .map(Object::toString)
                        .toList();
        assertThat(walk("/v1/runs?", "id")).as("seed %s", seed).isEqualTo(expected);
        assertThat(
                        walk(
                                "/v1/runs?state=SCHEDULED,PENDING,RUNNING,CANCELLING,COMPLETED,"
                                        + "FAILED,CRASHED,CANCELLED&",
                                "id"))
                .as("seed %s", seed)
                .isEqualTo(expected);
    }

    private static boolean begins(Event event) {
        return event instanceof RunRequested || event instanceof RunTracked;
    }

    @Test
    void the_states_part_the_runs() throws Exception {
        var parts = new ArrayList<String>();
        for (var state : List.of("SCHEDULED", "PENDING", "COMPLETED", "FAILED", "CRASHED")) {
            var part = walk("/v1/runs?state=" + state + "&", "id");
            assertThat(part).as("seed %s", seed).isSortedAccordingTo((a, b) -> b.compareTo(a));
            parts.addAll(part);
        }
        parts.addAll(walk("/v1/runs?state=CANCELLED&", "id"));
        assertThat(parts)
                .as("seed %s", seed)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(walk("/v1/runs?", "id"));
    }

    @Test
    void deployments_are_listed_by_name_and_flows_once() throws Exception {
        var names = walk("/v1/deployments?", "name");
        assertThat(names).as("seed %s", seed).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThat(walk("/v1/deployments?flow=flow-n&", "name")).isEqualTo(names);
        assertThat(walk("/v1/flows?", "name")).containsExactly("flow-n");
        assertThat(api.json("/v1/flows").at("/items/0/deployments").asInt())
                .as("seed %s", seed)
                .isEqualTo(names.size());
    }

    @Test
    void the_beginning_of_an_id_is_a_part_of_the_list() throws Exception {
        for (var list : List.of("/v1/runs?", "/v1/runs?state=COMPLETED&", "/v1/deployments?")) {
            var all = walk(list, "id");
            var id = all.get(random.nextInt(all.size()));
            for (int length = 1; length <= id.length(); length++) {
                var prefix = id.substring(0, length);
                var expected =
                        all.stream()
                                .filter(other -> other.startsWith(prefix))
                                .sorted(
                                        list.contains("runs")
                                                ? newest()
                                                : Comparator.naturalOrder())
                                .toList();
                assertThat(walk(list + "idPrefix=" + prefix + "&", "id"))
                        .as("seed %s, %s", seed, prefix)
                        .isEqualTo(expected);
            }
            assertThat(walk(list + "idPrefix=" + id.toUpperCase(ROOT) + "&", "id"))
                    .containsExactly(id);
        }
        assertThat(walk("/v1/runs?idPrefix=ffff&", "id")).isEmpty();
        assertThat(walk("/v1/runs?idPrefix=" + "ffffffff-ffff-ffff-ffff-ffffffffffff" + "&", "id"))
                .isEmpty();
    }

    @Test
    void a_name_is_a_part_of_the_list() throws Exception {
        var names = walk("/v1/deployments?", "name");
        var name = names.get(random.nextInt(names.size()));
        assertThat(walk("/v1/deployments?name=" + name + "&", "name")).containsExactly(name);
        assertThat(walk("/v1/deployments?flow=flow-n&name=" + name + "&", "name"))
                .containsExactly(name);
        assertThat(walk("/v1/deployments?name=" + name.substring(1) + "&", "name")).isEmpty();
        // All of these runs are called alike.
        for (var list : List.of("", "state=COMPLETED&", "deployment=flow-n/" + name + "&")) {
            assertThat(walk("/v1/runs?name=brave-otter&" + list, "id"))
                    .as("seed %s", seed)
                    .isEqualTo(walk("/v1/runs?" + list, "id"));
        }
        assertThat(walk("/v1/runs?name=brave&", "id")).isEmpty();
    }

    private static Comparator<String> newest() {
        return Comparator.reverseOrder();
    }

    private List<String> walk(String list, String field) throws IOException, InterruptedException {
        var walked = new ArrayList<String>();
        var cursor = "";
        while (true) {
            var page = api.json(list + "limit=" + (1 + random.nextInt(40)) + cursor);
            page.at("/items").forEach(item -> walked.add(item.at("/" + field).asText()));
            if (page.at("/next").isNull()) {
                return walked;
            }
            cursor = "&cursor=" + page.at("/next").asText();
        }
    }

    private static UUID id(String name) {
        return DeploymentId.of("flow-n", name).value();
    }
}

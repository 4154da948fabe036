package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.projections.RandomStory;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.id.DeploymentId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log over HTTP: all of it, a part of it, and what comes later. */
class EventListTest {

    private static final Comparator<RecordedEvent> BY_TIME =
            Comparator.<RecordedEvent, Instant>comparing(event -> event.header().time())
                    .thenComparingInt(event -> event.header().id().partition())
                    .thenComparingLong(event -> event.header().id().sequence());

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ApiServer api = new ApiServer();
    private final List<RecordedEvent> log = new ArrayList<>();

    @BeforeEach
    void something_happens_on_every_partition() {
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            log.addAll(randomEvents(partition, 150));
        }
        log.sort(BY_TIME);
        log.forEach(api.views::fold);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void all_events_are_listed_by_partition_in_order_and_among_them_by_time() throws Exception {
        assertThat(walk("/v1/events?")).as("seed %s", seed).isEqualTo(ids(_ -> true));
        var backwards = ids(_ -> true);
        Collections.reverse(backwards);
        assertThat(walk("/v1/events?order=newest&")).as("seed %s", seed).isEqualTo(backwards);
    }

    @Test
    void an_event_is_the_same_in_every_list() throws Exception {
        var subject = log.get(random.nextInt(log.size())).header().subject();
        var all =
                items("/v1/events?").stream()
                        .filter(event -> event.at("/subject").asText().equals(subject.toString()))
                        .toList();
        assertThat(all)
                .as("seed %s", seed)
                .isNotEmpty()
                .isEqualTo(items("/v1/events?subject=" + subject + "&"));
    }

    @Test
    void a_list_is_gone_on_with_from_the_position_where_it_was() throws Exception {
        var seen = new ArrayList<String>();
        var position = "";
        // As a client that was cut off at any place and asks again; new events come meanwhile.
        for (int rounds = 0; seen.size() < log.size(); rounds++) {
            var page =
                    api.json(
                            "/v1/events?limit="
                                    + (1 + random.nextInt(60))
                                    + (position.isEmpty() ? "" : "&after=" + position));
            page.at("/items").forEach(event -> seen.add(event.at("/id").asText()));
            position = page.at("/position").asText();
            if (rounds == 2) {
                var later = randomEvents(1, 200);
                later.subList(count(1), later.size()).forEach(this::happens);
            }
        }
        assertThat(seen).as("seed %s", seed).doesNotHaveDuplicates();
        for (int partition = 0; partition < MemoryViews.PARTITIONS; partition++) {
            var mark = partition + ":";
            assertThat(seen.stream().filter(id -> id.startsWith(mark)))
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, count(partition))
                                    .mapToObj(sequence -> mark + sequence)
                                    .toList());
        }
        var end = api.json("/v1/events?after=" + position);
        assertThat(end.at("/items")).isEmpty();
        assertThat(end.at("/next").isNull()).isTrue();
        assertThat(end.at("/position").asText()).isEqualTo(position);
    }

    @Test
    void the_newest_page_says_from_where_to_go_on() throws Exception {
        var newest = api.json("/v1/events?order=newest&limit=3");
        assertThat(newest.at("/items")).hasSize(3);
        var position = newest.at("/position").asText();
        assertThat(position).isEqualTo(api.views.position().toString());

        var story = randomEvents(2, 300);
        var next = story.get(count(2));
        happens(next);
        var after = api.json("/v1/events?after=" + position).at("/items");
        assertThat(after).hasSize(1);
        assertThat(after.at("/0/id").asText()).isEqualTo(next.header().id().toString());
    }

    @Test
    void a_type_a_deployment_or_both_leave_the_others_out() throws Exception {
        assertThat(walk("/v1/events?type=RunLeased,RunCompleted&"))
                .as("seed %s", seed)
                .isEqualTo(ids(event -> isOf(event, "RunLeased") || isOf(event, "RunCompleted")));
        var root = log.getLast().root();
        assertThat(walk("/v1/events?deployment=" + root + "&"))
                .as("seed %s", seed)
                .isEqualTo(ids(event -> event.root().equals(root)));
        assertThat(walk("/v1/events?order=newest&type=RunLeased&deployment=" + root + "&"))
                .as("seed %s", seed)
                .isEqualTo(
                        ids(event -> event.root().equals(root) && isOf(event, "RunLeased"))
                                .reversed());
        var subject = log.getLast().header().subject();
        var types = "&type=" + log.getLast().event().getClass().getSimpleName();
        assertThat(walk("/v1/events?subject=" + subject + types + "&"))
                .as("seed %s", seed)
                .isEqualTo(
                        ids(event ->
                                event.header().subject().equals(subject)
                                        && event.event()
                                                .getClass()
                                                .equals(log.getLast().event().getClass())));
    }

    @Test
    void the_trail_of_one_thing_is_read_in_either_order() throws Exception {
        var subject = log.getFirst().header().subject();
        var expected = ids(event -> event.header().subject().equals(subject));
        assertThat(walk("/v1/events?subject=" + subject + "&")).isEqualTo(expected);
        assertThat(walk("/v1/events?order=newest&subject=" + subject + "&"))
                .isEqualTo(expected.reversed());
    }

    @Test
    void the_position_of_a_short_list_spares_a_second_look_at_the_log() throws Exception {
        var nobody = DeploymentId.of("no", "body");
        var list = "/v1/events?deployment=no/body";
        var position = api.json(list).at("/position").asText();
        int partition = api.views.partitionOf(nobody.value());
        assertThat(position).isEqualTo(partition + ":" + count(partition));
        int before = api.views.steps();
        assertThat(api.json(list + "&after=" + position).at("/items")).isEmpty();
        assertThat(api.views.steps()).isEqualTo(before);
    }

    @Test
    void a_page_costs_what_it_shows_however_long_the_log_is() throws Exception {
        int gets = api.views.gets();
        int steps = api.views.steps();
        var page = api.json("/v1/events?limit=5&after=0:40,1:60,2:20");
        assertThat(page.at("/items")).hasSize(5);
        assertThat(api.views.gets() - gets).isEqualTo(5);
        assertThat(api.views.steps() - steps).isEqualTo(MemoryViews.PARTITIONS + 6);
    }

    @Test
    void a_filter_that_finds_nothing_looks_at_so_many_and_hands_back_a_cursor() throws Exception {
        var story = randomEvents(0, 1_200);
        story.subList(count(0), story.size()).forEach(this::happens);
        var page = api.json("/v1/events?type=RunRequested&deployment=" + absent(0));
        assertThat(page.at("/items")).isEmpty();
        assertThat(page.at("/next").asText())
                .isEqualTo("0:1000")
                .isEqualTo(page.at("/position").asText());
    }

    @Test
    void what_is_wrong_is_named() throws Exception {
        var subject = "/v1/events?subject=" + DAILY;
        refused("subject", "/v1/events?subject=1-1-1-1-1");
        refused("order", subject + "&order=up");
        refused("type", "/v1/events?type=RunDreamt");
        refused("deployment", "/v1/events?deployment=daily");
        refused("deployment", subject + "&deployment=" + DAILY);
        refused("after", "/v1/events?after=1");
        refused("after", "/v1/events?after=77:1");
        refused("after", "/v1/events?after=0:99999999999999999999");
        refused("cursor", "/v1/events?cursor=AAAA");
        assertThat(api.json("/v1/events?after=0:9223372036854775807").at("/position").asText())
                .startsWith("0:9223372036854775807,1:");
    }

    private void refused(String field, String path) throws Exception {
        var answer = api.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(answer.body())
                .as(path)
                .contains("\"code\":\"INVALID_REQUEST\"", "\"field\":\"" + field + "\"");
    }

    private void happens(RecordedEvent event) {
        log.add(event);
        api.views.fold(event);
    }

    private int count(int partition) {
        return (int) log.stream().filter(e -> e.header().id().partition() == partition).count();
    }

    private List<String> ids(Predicate<RecordedEvent> which) {
        return new ArrayList<>(
                log.stream().filter(which).map(event -> event.header().id().toString()).toList());
    }

    private static boolean isOf(RecordedEvent event, String type) {
        return event.event().getClass().getSimpleName().equals(type);
    }

    private List<String> walk(String list) throws IOException, InterruptedException {
        return items(list).stream().map(item -> item.at("/id").asText()).toList();
    }

    private List<JsonNode> items(String list) throws IOException, InterruptedException {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        while (true) {
            var page = api.json(list + "limit=" + (1 + random.nextInt(40)) + cursor);
            page.at("/items").forEach(items::add);
            if (page.at("/next").isNull()) {
                return items;
            }
            cursor = "&cursor=" + page.at("/next").asText();
        }
    }

    /** The same for the same partition, and longer where there are more steps. */
    private List<RecordedEvent> randomEvents(int partition, int steps) {
        var local =
                IntStream.range(0, 40)
                        .mapToObj(n -> "n" + n)
                        .filter(name -> partition(name) == partition)
                        .toList();
        return new RandomStory(seed + partition, partition, local).go(steps).events();
    }

    private DeploymentId absent(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(n -> DeploymentId.of("absent", "n" + n))
                .filter(id -> api.views.partitionOf(id.value()) == partition)
                .findFirst()
                .orElseThrow();
    }

    private int partition(String name) {
        return api.views.partitionOf(DeploymentId.of("flow-n", name).value());
    }
}

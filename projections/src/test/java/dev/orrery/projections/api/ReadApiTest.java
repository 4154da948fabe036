package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.projections.Story;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.ScheduleEvent.ScheduleStarted;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadApiTest {

    private static final RunId RUN = Story.run(DAILY, 2);
    private static final int PARTITION = DAILY.affinity().partition(MemoryViews.PARTITIONS);

    private final ApiServer api = new ApiServer();
    private final Story story = new Story(PARTITION);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_deployment_is_read_by_its_id_and_by_its_name() throws Exception {
        happens(
                new DeploymentCreated(
                        DAILY, "hello", "daily", 1, document("first", every(60, "often"))),
                new ScheduleStarted(ScheduleId.of(DAILY, "often"), DAILY, "often", second(60)),
                requested(DAILY, RUN));

        var answer = api.get("/v1/deployments/" + DAILY);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(answer.headers().firstValue("Orrery-Position")).hasValue(PARTITION + ":3");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(api.get("/v1/deployments/hello/daily").body()).isEqualTo(answer.body());

        var deployment = api.json("/v1/deployments/" + DAILY);
        assertThat(deployment.at("/document/entrypoint/kind").asText()).isEqualTo("command");
        assertThat(deployment.at("/schedules/0/next").asText()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(deployment.at("/lastRun/id").asText()).isEqualTo(RUN.toString());
        assertThat(deployment.at("/lastRun/state/type").asText()).isEqualTo("SCHEDULED");
    }

    @Test
    void a_deleted_deployment_is_shown_by_its_id_and_listed_no_more() throws Exception {
        happens(new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        assertThat(api.json("/v1/deployments?flow=hello").at("/items")).hasSize(1);
        assertThat(api.json("/v1/deployments?flow=hell").at("/items")).isEmpty();

        happens(new DeploymentDeleted(DAILY));

        assertThat(api.json("/v1/deployments").at("/items")).isEmpty();
        assertThat(api.json("/v1/deployments/" + DAILY).at("/deleted").asBoolean()).isTrue();
        assertThat(api.json("/v1/flows").at("/items/0/deployments").asInt()).isZero();
    }

    @Test
    void revisions_are_read_newest_first() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                new DeploymentUpdated(DAILY, 2, document("second"), List.of("description")));

        var page = api.json("/v1/deployments/" + DAILY + "/revisions?limit=1");
        assertThat(page.at("/items/0/document/description").asText()).isEqualTo("second");
        var next =
                api.json(
                        "/v1/deployments/"
                                + DAILY
                                + "/revisions?limit=1&cursor="
                                + page.at("/next").asText());
        assertThat(next.at("/items/0/revision").asInt()).isEqualTo(1);
        assertThat(api.json("/v1/deployments/hello/daily/revisions?limit=1")).isEqualTo(page);
        assertThat(next.at("/next").isNull()).isTrue();
    }

    @Test
    void backfills_are_read_newest_first_and_one_by_its_id() throws Exception {
        var schedule = ScheduleId.of(DAILY, "often");
        var ids = new ArrayList<BackfillId>();
        happens(
                new DeploymentCreated(
                        DAILY, "hello", "daily", 1, document("first", every(60, "often"))));
        for (int i = 1; i <= 2; i++) {
            var id = BackfillId.of(DAILY, "ada", new CommandId("fill-" + i), second(i));
            happens(
                    new BackfillStarted(
                            id, DAILY, schedule, "often", second(0), second(60), 2, 1, second(0)));
            ids.addFirst(id);
        }

        var address = "/v1/deployments/" + DAILY + "/backfills";
        var page = api.json(address);
        assertThat(page.at("/items")).hasSize(2);
        assertThat(page.at("/items/0/id").asText()).isEqualTo(ids.getFirst().toString());
        assertThat(page.at("/items/0/state").asText()).isEqualTo("RUNNING");
        assertThat(api.json(address + "/" + ids.getLast())).isEqualTo(page.at("/items/1"));
        var byName = "/v1/deployments/hello/daily/backfills";
        assertThat(api.json(byName)).isEqualTo(page);
        assertThat(api.json(byName + "/" + ids.getLast())).isEqualTo(page.at("/items/1"));
        refused(404, "BACKFILL_NOT_FOUND", "", byName + "/" + RUN);
        refused(404, "BACKFILL_NOT_FOUND", "", address + "/" + RUN);
        refused(400, "INVALID_REQUEST", "backfill", address + "/first");
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/hello/backfills");
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/hello/backfills/backfills");
    }

    @Test
    void a_run_is_read_with_its_timeline_and_listed_by_its_state() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                new RunLeased(RUN, 1, RunnerId.of("anvil", 1), Fence.random()));

        var run = api.json("/v1/runs/" + RUN);
        assertThat(run.at("/name").asText()).isEqualTo("brave-otter");
        assertThat(run.at("/deployment/name").asText()).isEqualTo("daily");
        assertThat(run.at("/parameters/name").asText()).isEqualTo("world");
        assertThat(run.at("/timeline/1/event").asText()).isEqualTo(PARTITION + ":3");
        assertThat(run.at("/timeline")).hasSize(2);
        assertThat(run.has("nextAttemptAt")).isTrue();
        assertThat(run.at("/nextAttemptAt").isNull()).isTrue();
        for (var list :
                List.of(
                        "",
                        "?state=pending",
                        "?state=RUNNING,PENDING",
                        "?deployment=" + DAILY,
                        "?deployment=hello/daily&state=PENDING")) {
            var item = api.json("/v1/runs" + list).at("/items/0");
            assertThat(item.at("/id").asText()).as(list).isEqualTo(RUN.toString());
            assertThat(item.has("timeline")).isFalse();
        }
        for (var list :
                List.of(
                        "?state=SCHEDULED",
                        "?deployment=hello/weekly",
                        "?deployment=" + DAILY + "&state=RUNNING")) {
            assertThat(api.json("/v1/runs" + list).at("/items")).as(list).isEmpty();
        }
    }

    @Test
    void counts_and_flows_are_summed_over_partitions() throws Exception {
        var other =
                Stream.iterate(0, n -> n + 1)
                        .map(n -> DeploymentId.of("hello", "n" + n))
                        .filter(id -> api.views.partitionOf(id.value()) != PARTITION)
                        .findFirst()
                        .orElseThrow();
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN));
        var elsewhere = new Story(api.views.partitionOf(other.value()));
        elsewhere.then(other, new DeploymentCreated(other, "hello", "n", 1, document("first")));
        elsewhere.then(other, requested(other, Story.run(other, 3)));
        elsewhere.events().forEach(api.views::fold);

        assertThat(api.get("/v1/counts").body())
                .startsWith("{\"deployments\":2,\"runs\":{\"SCHEDULED\":2,\"PENDING\":0,");
        var flows = api.json("/v1/flows");
        assertThat(flows.at("/items")).hasSize(1);
        assertThat(flows.at("/items/0/deployments").asInt()).isEqualTo(2);
    }

    @Test
    void the_beginning_of_an_id_is_found_without_a_look_at_the_rest() throws Exception {
        happens(new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        for (int second = 3; second < 100; second++) {
            happens(requested(DAILY, Story.run(DAILY, second)));
        }
        happens(requested(DAILY, RUN));
        int before = api.views.steps();

        var prefix = RUN.toString().substring(0, 13);
        assertThat(api.json("/v1/runs?idPrefix=" + prefix).findValuesAsText("id"))
                .contains(RUN.toString());
        // The run, and the end of each partition.
        assertThat(api.views.steps() - before).isEqualTo(MemoryViews.PARTITIONS + 1);
    }

    @Test
    void what_a_filter_leaves_out_is_not_fetched_as_a_whole() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                requested(DAILY, Story.run(DAILY, 3)),
                requested(DAILY, Story.run(DAILY, 4)));
        int before = api.views.gets();

        var page = api.json("/v1/runs?deployment=" + DAILY + "&state=RUNNING");

        assertThat(page.at("/items")).isEmpty();
        assertThat(api.views.gets() - before).isEqualTo(3);
    }

    @Test
    void a_timeline_has_the_newest_of_very_many_states() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN));
        for (int i = 0; i < 600; i++) {
            happens(
                    new RunLeased(RUN, 1, RunnerId.of("anvil", 1), Fence.random()),
                    new RunReturned(RUN, 1, "the runner stops"));
        }

        var timeline = api.json("/v1/runs/" + RUN).at("/timeline");
        assertThat(timeline).hasSize(1_000);
        assertThat(timeline.at("/999/event").asText()).isEqualTo(PARTITION + ":1202");
    }

    @Test
    void a_run_that_goes_back_while_lists_are_opened_is_listed() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                new RunLeased(RUN, 1, RunnerId.of("anvil", 1), Fence.random()));
        // As each partition has a scan for both states, this is between those of the run's.
        var scans = new AtomicInteger();
        api.views.betweenScans(() -> {
            if (scans.getAndIncrement() == PARTITION * 3 + 1) {
                happens(new RunReturned(RUN, 1, "the runner stops"));
            }
        });

        var page = api.json("/v1/runs?state=SCHEDULED,PENDING");

        assertThat(page.at("/items")).hasSize(1);
        assertThat(page.at("/items/0/state/type").asText()).isEqualTo("SCHEDULED");
    }

    @Test
    void a_cursor_is_of_one_list_alone() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                requested(DAILY, Story.run(DAILY, 3)));
        var byDeployment = "/v1/runs?limit=1&deployment=" + DAILY;
        var cursor = "&cursor=" + api.json(byDeployment).at("/next").asText();
        assertThat(api.json(byDeployment + cursor).at("/items")).hasSize(1);

        for (var other :
                List.of(
                        byDeployment + "&state=SCHEDULED",
                        "/v1/runs?deployment=hello/weekly",
                        "/v1/runs?limit=1",
                        "/v1/runs?state=SCHEDULED",
                        "/v1/deployments?limit=1",
                        "/v1/events?subject=" + DAILY)) {
            refused(400, "INVALID_REQUEST", "cursor", other + cursor);
        }
    }

    @Test
    void output_is_read_line_by_line() throws Exception {
        happens(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN));
        var logs = "/v1/runs/" + RUN + "/logs";
        assertThat(api.json(logs).at("/items")).isEmpty();
        happens(new RunLeased(RUN, 1, RunnerId.of("anvil", 1), Fence.random()));
        prints(1, "one", "two", "three");
        prints(4, "four");
        prints(5, "five");
        prints(4, "four");

        var page = api.json(logs + "?limit=2&after=1");
        assertThat(page.findValuesAsText("text")).containsExactly("two", "three");
        assertThat(page.at("/next").asText()).isEqualTo("3");
        assertThat(api.json(logs + "?after=3").findValuesAsText("number"))
                .containsExactly("4", "5");
        assertThat(api.json(logs + "?after=5").at("/items")).isEmpty();

        var text = api.get(logs + "?limit=4", "Accept", "text/plain");
        assertThat(text.body()).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(text.headers().firstValue("Link"))
                .hasValue("<?attempt=1&after=4>; rel=\"next\"");
    }

    @Test
    void a_read_waits_for_the_position_that_it_names() throws Exception {
        var late =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return api.get(
                                "/v1/deployments/" + DAILY,
                                "Orrery-Position",
                                PARTITION + ":1",
                                "Orrery-Wait",
                                "30");
                    } catch (Exception fault) {
                        throw new IllegalStateException(fault);
                    }
                });
        await().until(() -> api.views.waiting() == 1);
        assertThat(late).isNotDone();
        happens(new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));

        assertThat(late.get().statusCode()).isEqualTo(200);
    }

    @Test
    void a_read_does_not_wait_for_ever() throws Exception {
        refused(504, "TIMED_OUT", "", "/v1/runs", "Orrery-Position", "1:7", "Orrery-Wait", "0");
        refused(504, "TIMED_OUT", "", "/v1/runs?position=1:7", "Orrery-Wait", "1");
    }

    @Test
    void what_is_wrong_is_named() throws Exception {
        refused(400, "INVALID_REQUEST", "limit", "/v1/runs?limit=0");
        refused(400, "INVALID_REQUEST", "limit", "/v1/runs?limit=201");
        refused(400, "INVALID_REQUEST", "limit", "/v1/runs?limit=many");
        refused(400, "INVALID_REQUEST", "cursor", "/v1/runs?cursor=%21");
        refused(400, "INVALID_REQUEST", "cursor", "/v1/runs?cursor=AAAA");
        refused(400, "INVALID_REQUEST", "state", "/v1/runs?state=DREAMING");
        refused(400, "INVALID_REQUEST", "deployment", "/v1/runs?deployment=daily");
        refused(400, "INVALID_REQUEST", "stat", "/v1/runs?stat=RUNNING");
        refused(400, "INVALID_REQUEST", "idPrefix", "/v1/runs?idPrefix=");
        refused(400, "INVALID_REQUEST", "idPrefix", "/v1/runs?idPrefix=brave");
        refused(400, "INVALID_REQUEST", "idPrefix", "/v1/runs?idPrefix=01ab-34");
        refused(400, "INVALID_REQUEST", "idPrefix", "/v1/runs?idPrefix=" + RUN + "0");
        refused(400, "INVALID_REQUEST", "idPrefix", "/v1/deployments?idPrefix=01&name=daily");
        refused(400, "INVALID_REQUEST", "id", "/v1/deployments/daily");
        refused(400, "INVALID_REQUEST", "id", "/v1/runs/daily");
        refused(400, "INVALID_REQUEST", "Orrery-Position", "/v1/runs?position=1");
        refused(400, "INVALID_REQUEST", "Orrery-Position", "/v1/runs?position=77:1");
        refused(400, "INVALID_REQUEST", "Orrery-Wait", "/v1/runs?position=1:1", "Orrery-Wait", "x");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/" + DAILY);
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/h%C3%A9llo/daily%20one");
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/" + DAILY + "/revisions");
        refused(404, "DEPLOYMENT_NOT_FOUND", "", "/v1/deployments/hello/revisions");
        refused(404, "RUN_NOT_FOUND", "", "/v1/runs/" + RUN);
        refused(404, "RUN_NOT_FOUND", "", "/v1/runs/" + RUN + "/logs");
    }

    @Test
    void views_that_move_are_not_ready() throws Exception {
        api.views.ready(false);
        refused(503, "NOT_READY", "", "/v1/runs");
        refused(503, "NOT_READY", "", "/v1/deployments/" + DAILY);
    }

    private void refused(int status, String code, String field, String path, String... headers)
            throws Exception {
        var answer = api.get(path, headers);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(answer.body())
                .as(path)
                .contains("\"code\":\"" + code + "\"")
                .contains("\"field\":\"" + field + "\"");
    }

    private void happens(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
            api.views.fold(story.events().getLast());
        }
    }

    private void prints(long firstLine, String... lines) {
        var output =
                Arrays.stream(lines)
                        .map(line -> new OutputLine(second(9), OutputLine.Stream.OUT, line))
                        .toList();
        api.views.keep(new OutputChunk(RUN, 1, firstLine, output), ApiServer.CODECS.output());
    }
}

package dev.orrery.projections.api;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs listed by what asked for them. */
class RunFiltersTest {

    private static final DeploymentId ELSEWHERE = elsewhere();
    private static final ScheduleId OFTEN = ScheduleId.of(DAILY, "often");
    private static final BackfillId FIRST = backfill("first");
    private static final BackfillId SECOND = backfill("second");

    private static final RunId BY_HAND = Story.run(DAILY, 2);
    private static final RunId CHILD = Story.run(DAILY, 3);
    private static final RunId CHILD_ELSEWHERE = Story.run(ELSEWHERE, 4);

    private static final RunCause CHILD_OF_IT = new RunCause(null, null, null, BY_HAND, null);

    private final ApiServer api = new ApiServer();
    private final Story here = new Story(partition(DAILY));
    private final Story there = new Story(partition(ELSEWHERE));

    @BeforeEach
    void two_backfills_and_a_run_with_two_children() {
        happens(
                here,
                DAILY,
                new DeploymentCreated(
                        DAILY, "hello", "daily", 1, document("first", every(60, "often"))),
                requested(DAILY, run(-120, FIRST), ofBackfill(FIRST)),
                requested(DAILY, run(-60, FIRST), ofBackfill(FIRST)),
                requested(DAILY, run(-60, SECOND), ofBackfill(SECOND)),
                requested(DAILY, BY_HAND, RunCause.COMMAND),
                requested(DAILY, CHILD, CHILD_OF_IT),
                new RunLeased(run(-60, FIRST), 1, RunnerId.of("anvil", 7), Fence.random()));
        happens(
                there,
                ELSEWHERE,
                new DeploymentCreated(ELSEWHERE, "hello", name(ELSEWHERE), 1, document("other")),
                requested(ELSEWHERE, CHILD_ELSEWHERE, CHILD_OF_IT));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void those_of_a_backfill_are_listed_by_the_time_that_they_are_for() throws Exception {
        assertThat(listed("backfill=" + FIRST)).containsExactly(run(-60, FIRST), run(-120, FIRST));
        assertThat(listed("backfill=" + SECOND)).containsExactly(run(-60, SECOND));
        var page = api.json("/v1/runs?limit=1&backfill=" + FIRST);
        assertThat(
                        api.json(
                                        "/v1/runs?limit=1&backfill="
                                                + FIRST
                                                + "&cursor="
                                                + page.at("/next").asText())
                                .at("/items/0/id")
                                .asText())
                .isEqualTo(run(-120, FIRST).toString());
    }

    @Test
    void the_children_of_a_run_are_listed_wherever_they_are() throws Exception {
        assertThat(listed("parent=" + BY_HAND)).containsExactly(CHILD_ELSEWHERE, CHILD);
        assertThat(listed("parent=" + CHILD)).isEmpty();
    }

    @Test
    void filters_narrow_each_other() throws Exception {
        assertThat(listed("state=SCHEDULED&backfill=" + FIRST)).containsExactly(run(-120, FIRST));
        assertThat(listed("deployment=hello/daily&backfill=" + SECOND))
                .containsExactly(run(-60, SECOND));
        assertThat(listed("deployment=hello/daily&parent=" + BY_HAND)).containsExactly(CHILD);
        assertThat(listed("deployment=" + ELSEWHERE + "&backfill=" + FIRST)).isEmpty();
        assertThat(listed("name=brave-otter&backfill=" + FIRST)).hasSize(2);
        assertThat(listed("name=calm-otter&backfill=" + FIRST)).isEmpty();
        assertThat(listed("parent=" + BY_HAND + "&backfill=" + FIRST)).isEmpty();
        assertThat(listed("idPrefix=" + run(-60, FIRST) + "&backfill=" + FIRST)).hasSize(1);
    }

    @Test
    void what_is_of_one_kind_is_not_of_the_other() throws Exception {
        assertThat(listed("parent=" + FIRST)).isEmpty();
        assertThat(listed("backfill=" + BY_HAND)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backfill", "parent"})
    void what_is_no_id_is_refused(String filter) throws Exception {
        var answer = api.get("/v1/runs?" + filter + "=0199c0de");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("INVALID_REQUEST", "\"field\":\"" + filter + "\"");
    }

    private List<RunId> listed(String query) throws Exception {
        var ids = new ArrayList<RunId>();
        api.json("/v1/runs?" + query)
                .path("items")
                .forEach(run -> ids.add(RunId.parse(run.path("id").asText())));
        return ids;
    }

    private void happens(Story story, DeploymentId root, Event... events) {
        for (var event : events) {
            story.then(root, event);
            api.views.fold(story.events().getLast());
        }
    }

    private static RunRequested requested(DeploymentId deployment, RunId run, RunCause cause) {
        var asked = Story.requested(deployment, run);
        return new RunRequested(
                run,
                deployment,
                asked.revision(),
                asked.name(),
                asked.scheduledFor(),
                cause,
                asked.specification(),
                0);
    }

    private static RunCause ofBackfill(BackfillId backfill) {
        return new RunCause(OFTEN, second(-60), backfill, null, null);
    }

    private static RunId run(int nominal, BackfillId backfill) {
        return RunId.backfilled(DAILY, OFTEN, second(nominal), backfill);
    }

    private static BackfillId backfill(String command) {
        return BackfillId.of(DAILY, "ada", new CommandId(command), second(1));
    }

    private static int partition(DeploymentId id) {
        return id.affinity().partition(MemoryViews.PARTITIONS);
    }

    /** A deployment that another partition has. */
    private static DeploymentId elsewhere() {
        return names().map(name -> DeploymentId.of("hello", name))
                .filter(id -> partition(id) != partition(DAILY))
                .findFirst()
                .orElseThrow();
    }

    private static String name(DeploymentId id) {
        return names().filter(name -> DeploymentId.of("hello", name).equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> names() {
        return Stream.iterate(0, n -> n + 1).map(n -> "n" + n);
    }
}

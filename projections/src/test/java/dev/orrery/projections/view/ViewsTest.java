package dev.orrery.projections.view;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentDeleted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentPaused;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentResumed;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent.RunCancelRequested;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final RunId RUN = Story.run(DAILY, 2);
    private static final RunnerId RUNNER = RunnerId.of("anvil", 7);

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @Test
    void a_deployment_is_found_by_its_id_and_its_name() {
        given(new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));

        var deployment = deployment();
        assertThat(deployment.flow()).isEqualTo("hello");
        assertThat(deployment.version()).isEqualTo(1);
        assertThat(deployment.created()).isEqualTo(second(1));
        assertThat(deployment.document()).isEqualTo(document("first"));
        assertThat(rows.get(Keys.deploymentByName("hello", "daily")))
                .isEqualTo(Keys.bytes(DAILY.value()));
        assertThat(flow()).isEqualTo(new FlowView("hello", 1, second(1), second(1)));
        assertThat(counts().deployments()).isEqualTo(1);
    }

    @Test
    void each_revision_is_kept_with_who_and_why() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                new DeploymentUpdated(DAILY, 2, document("second"), List.of("description")));

        assertThat(deployment().revision()).isEqualTo(2);
        assertThat(deployment().document().description()).isEqualTo("second");
        var revisions = all(Keys.revisions(DAILY), RevisionView.class);
        assertThat(revisions).extracting(RevisionView::revision).containsExactly(1, 2);
        var second = revisions.getLast();
        assertThat(second.changed()).containsExactly("description");
        assertThat(second.actor()).isEqualTo("user:ada");
        assertThat(second.reason()).isEqualTo("because of the test");
        assertThat(second.event()).isEqualTo("3:2");
        assertThat(second.version()).isEqualTo(2);
    }

    @Test
    void a_deployment_is_paused_until_it_is_resumed() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                new DeploymentPaused(DAILY));
        assertThat(deployment().paused()).isTrue();

        given(new DeploymentResumed(DAILY));
        assertThat(deployment().paused()).isFalse();
        assertThat(deployment().version()).isEqualTo(3);
        assertThat(deployment().updated()).isEqualTo(second(3));
    }

    @Test
    void a_deleted_deployment_leaves_the_lists_but_not_its_history() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                new DeploymentDeleted(DAILY));

        assertThat(deployment().deleted()).isTrue();
        assertThat(rows.get(Keys.deploymentByName("hello", "daily"))).isNull();
        assertThat(flow().deployments()).isZero();
        assertThat(counts().deployments()).isZero();

        given(new DeploymentCreated(DAILY, "hello", "daily", 2, document("again")));
        assertThat(deployment().deleted()).isFalse();
        assertThat(flow().deployments()).isEqualTo(1);
        assertThat(all(Keys.revisions(DAILY), RevisionView.class)).hasSize(2);
    }

    @Test
    void a_run_is_seen_from_its_request_to_its_result() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN));
        assertThat(run().state().type()).isEqualTo(StateType.SCHEDULED);
        assertThat(counts().runs()).containsEntry(StateType.SCHEDULED, 1L);

        given(
                new RunLeased(RUN, 1, RUNNER, Fence.random()),
                new RunStarted(RUN, 1),
                new RunCompleted(RUN, 1, Json.parse("{\"rows\":7}")));

        var run = run();
        assertThat(run.state())
                .isEqualTo(new RunState(StateType.COMPLETED, "Completed", null, second(5)));
        assertThat(run.version()).isEqualTo(4);
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.runner()).isEqualTo("anvil@7");
        assertThat(run.startedAt()).isEqualTo(second(4));
        assertThat(run.endedAt()).isEqualTo(second(5));
        assertThat(run.result()).isEqualTo(Json.parse("{\"rows\":7}"));
        assertThat(timeline()).containsExactly("Scheduled", "Pending", "Running", "Completed");
        assertThat(ids(Keys.runsIn(StateType.COMPLETED))).containsExactly(RUN.value());
        assertThat(ids(Keys.runsIn(StateType.RUNNING))).isEmpty();
        assertThat(ids(Keys.runsOf(DAILY))).containsExactly(RUN.value());
        assertThat(counts().runs())
                .containsEntry(StateType.COMPLETED, 1L)
                .containsEntry(StateType.RUNNING, 0L);
    }

    @Test
    void a_run_keeps_what_it_was_asked_to_be() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                new DeploymentUpdated(DAILY, 2, document("second"), List.of("description")));

        var origin = ViewJson.read(row(Keys.runOrigin(RUN)), RunOrigin.class);
        assertThat(origin.flow()).isEqualTo("hello");
        assertThat(origin.deployment())
                .isEqualTo(new RunOrigin.OfDeployment(DAILY.value(), "daily"));
        assertThat(origin.revision()).isEqualTo(1);
        assertThat(origin.environment()).containsEntry("TOKEN", "secret:TOKEN");
        assertThat(origin.cause().kind()).isEqualTo(RunOrigin.Cause.Kind.COMMAND);
        assertThat(origin.cause().commandId()).isEqualTo("command-2");
    }

    @Test
    void a_failure_says_how() {
        leased();
        given(new RunFailed(RUN, 1, FailureKind.TIMED_OUT, 137, "it ran longer than 60 s"));

        assertThat(run().state())
                .isEqualTo(
                        new RunState(
                                StateType.FAILED,
                                "TimedOut",
                                "it ran longer than 60 s",
                                second(4)));
        assertThat(run().exitCode()).isEqualTo(137);
    }

    @Test
    void a_lost_lease_shows_as_the_crash_that_follows_from_it() {
        leased();
        given(
                new RunLeaseExpired(RUN, 1, RUNNER, "nothing was heard of anvil for 30 s"),
                new RunCrashed(RUN, 1, "nothing was heard of anvil for 30 s"));

        assertThat(run().state().type()).isEqualTo(StateType.CRASHED);
        assertThat(run().version()).isEqualTo(4);
        assertThat(timeline()).containsExactly("Scheduled", "Pending", "Crashed");
    }

    @Test
    void a_lease_given_back_lets_the_run_wait_again() {
        leased();
        given(new RunReturned(RUN, 1, "the runner stops"));

        assertThat(run().state().type()).isEqualTo(StateType.SCHEDULED);
        assertThat(run().state().message()).isEqualTo("the runner stops");
        assertThat(ids(Keys.runsIn(StateType.SCHEDULED))).containsExactly(RUN.value());
    }

    @Test
    void a_cancelled_run_was_cancelling_first() {
        leased();
        given(new RunCancelRequested(RUN), new RunCancelled(RUN, "cancelled by user:ada"));

        assertThat(run().state().type()).isEqualTo(StateType.CANCELLED);
        assertThat(timeline()).containsExactly("Scheduled", "Pending", "Cancelling", "Cancelled");
        assertThat(run().endedAt()).isEqualTo(second(5));
    }

    @Test
    void the_trail_shows_everything_but_the_fence() {
        leased();

        var trail = texts(Keys.events(RUN.value()));
        assertThat(trail)
                .last()
                .isEqualTo(
                        "{\"id\":\"3:3\",\"sequence\":3,\"version\":2,\"type\":\"RunLeased\","
                                + "\"subject\":\""
                                + RUN
                                + "\",\"root\":\""
                                + DAILY
                                + "\",\"time\":\"2026-03-01T12:00:03Z\",\"actor\":\"user:ada\","
                                + "\"commandId\":\"command-3\",\"causationId\":null,\"reason\":\"because"
                                + " of the test\",\"state\":{\"type\":\"PENDING\","
                                + "\"name\":\"Pending\",\"message\":null,\"time\":\"2026-03-01T12:00:03Z\"},\"data\":{\"run\":\""
                                + RUN
                                + "\",\"attempt\":1,\"runner\":\"anvil@7\"}}");
        assertThat(texts(Keys.events(DAILY.value())).getFirst())
                .contains("\"entrypoint\":{\"kind\":\"command\",\"command\":[\"sh\",\"-c\"")
                .contains("\"parameters\":{\"name\":\"world\",\"ratio\":1.50}");
    }

    @Test
    void parameters_of_the_greatest_depth_can_be_read_back() {
        var deep = Json.parse("{\"a\":" + "[".repeat(999) + "]".repeat(999) + "}");
        var shallow = document("deep");
        var document =
                new DeploymentDocument(
                        shallow.description(),
                        shallow.version(),
                        shallow.tags(),
                        shallow.labels(),
                        shallow.entrypoint(),
                        shallow.code(),
                        shallow.path(),
                        deep,
                        shallow.parameterSchema(),
                        shallow.environment(),
                        shallow.schedules(),
                        shallow.pool(),
                        shallow.infrastructure(),
                        shallow.timeoutSeconds(),
                        shallow.owner(),
                        shallow.enforceParameters(),
                        shallow.concurrency(),
                        shallow.retry(),
                        shallow.queueTimeoutSeconds());

        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document),
                new DeploymentPaused(DAILY));

        assertThat(deployment().document().parameters()).isEqualTo(deep);
    }

    private void leased() {
        given(
                new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")),
                requested(DAILY, RUN),
                new RunLeased(RUN, 1, RUNNER, Fence.random()));
    }

    private void given(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
            Story.fold(story.events().getLast(), rows);
        }
    }

    private DeploymentView deployment() {
        return ViewJson.read(row(Keys.deployment(DAILY)), DeploymentView.class);
    }

    private RunProgress run() {
        return ViewJson.read(row(Keys.run(RUN)), RunProgress.class);
    }

    private FlowView flow() {
        return ViewJson.read(row(Keys.flow("hello")), FlowView.class);
    }

    private CountsView counts() {
        return Tally.of(row(Keys.tally())).counts();
    }

    private List<String> timeline() {
        var timeline = new Timeline();
        under(Keys.events(RUN.value())).forEach(row -> timeline.with(row.value()));
        return timeline.entries().stream().map(Timeline.Entry::name).toList();
    }

    private byte[] row(byte[] key) {
        byte @Nullable [] row = rows.get(key);
        assertThat(row).isNotNull();
        return row;
    }

    private <T> List<T> all(byte[] prefix, Class<T> view) {
        return under(prefix).stream().map(row -> ViewJson.read(row.value(), view)).toList();
    }

    private List<UUID> ids(byte[] prefix) {
        return under(prefix).stream().map(row -> Keys.id(row.key(), prefix.length)).toList();
    }

    private List<String> texts(byte[] prefix) {
        return under(prefix).stream()
                .map(row -> new String(row.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<Row> under(byte[] prefix) {
        var found = new ArrayList<Row>();
        try (var scan = rows.scan(3, KeyRange.of(prefix), Order.ASCENDING)) {
            for (var row = scan.next(); row != null; row = scan.next()) {
                found.add(row);
            }
        }
        return found;
    }
}

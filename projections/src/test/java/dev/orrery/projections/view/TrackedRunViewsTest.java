package dev.orrery.projections.view;

import static dev.orrery.projections.Story.BEGIN;
import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.second;
import static dev.orrery.projections.Story.tracked;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunLate;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.id.RunId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that no runner executes, and runs that no runner came for. */
class TrackedRunViewsTest {

    private static final RunId RUN = Story.run(DAILY, 2);

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @AfterEach
    void replayed_from_empty_the_views_have_the_same_bytes() {
        var again = new MemoryRows();
        story.events().forEach(event -> Story.fold(event, again));
        assertThat(bytes(again)).isEqualTo(bytes(rows));
    }

    @Test
    void a_run_of_no_deployment_is_seen_from_when_its_process_began_to_its_end() {
        given(RUN, tracked(null, RUN));
        assertThat(run().state())
                .isEqualTo(
                        new RunState(StateType.RUNNING, "Running", null, BEGIN.minusSeconds(90)));

        given(
                RUN,
                new TrackedRunEnded(
                        RUN,
                        TrackedEnd.COMPLETED,
                        null,
                        Json.parse("42"),
                        null,
                        null,
                        BEGIN.minusSeconds(30)));

        assertThat(run().state().type()).isEqualTo(StateType.COMPLETED);
        assertThat(run().attempt()).isEqualTo(1);
        assertThat(run().startedAt()).isEqualTo(BEGIN.minusSeconds(90));
        assertThat(run().endedAt()).isEqualTo(BEGIN.minusSeconds(30));
        assertThat(run().result()).isEqualTo(Json.parse("42"));
        var origin = origin();
        assertThat(origin.deployment()).isNull();
        assertThat(origin.revision()).isNull();
        assertThat(origin.flow()).isEqualTo("loose");
        assertThat(origin.cause().kind()).isEqualTo(RunOrigin.Cause.Kind.REPORTED);
        assertThat(origin.process())
                .isEqualTo(new RunOrigin.OwnProcess("laptop", 4711L, "flow.py:hello"));
        assertThat(Tally.of(rows.get(Keys.tally())).counts().runs())
                .containsEntry(StateType.COMPLETED, 1L)
                .containsEntry(StateType.RUNNING, 0L);
        assertThat(under(Keys.runsIn(StateType.COMPLETED))).hasSize(1);
    }

    @Test
    void its_flow_is_known_without_any_deployment() {
        given(RUN, tracked(null, RUN));
        var flow = requireNonNull(rows.view(Keys.flow("loose"), FlowView.class));
        assertThat(flow).isEqualTo(new FlowView("loose", 0, second(1), second(1)));

        var other = Story.run(DAILY, 5);
        given(other, tracked(null, other));
        assertThat(rows.view(Keys.flow("loose"), FlowView.class)).isEqualTo(flow);
    }

    @Test
    void a_run_of_a_deployment_is_listed_with_it() {
        given(DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        given(DAILY, tracked(DAILY, RUN));

        assertThat(origin().deployment())
                .isEqualTo(new RunOrigin.OfDeployment(DAILY.value(), "daily"));
        assertThat(under(Keys.runsOf(DAILY))).hasSize(1);
    }

    @Test
    void it_fails_with_what_its_process_said() {
        given(RUN, tracked(null, RUN));
        var end =
                new TrackedRunEnded(
                        RUN, TrackedEnd.FAILED, null, null, 3, "ValueError", BEGIN.plusSeconds(9));
        given(RUN, end);

        assertThat(run().state())
                .isEqualTo(
                        new RunState(
                                StateType.FAILED, "Failed", "ValueError", BEGIN.plusSeconds(9)));
        assertThat(run().exitCode()).isEqualTo(3);
    }

    @Test
    void it_ends_by_the_name_that_its_process_gives() {
        given(RUN, tracked(null, RUN));
        var end =
                new TrackedRunEnded(
                        RUN, TrackedEnd.FAILED, "TimedOut", null, null, "Too long.", BEGIN);
        given(RUN, end);

        assertThat(run().state())
                .isEqualTo(new RunState(StateType.FAILED, "TimedOut", "Too long.", BEGIN));
    }

    @Test
    void it_says_which_run_started_it() {
        var parent = Story.run(DAILY, 7);
        given(RUN, tracked(null, RUN, TrackedState.RUNNING, parent));

        assertThat(origin().cause().parent()).isEqualTo(parent.value());
    }

    @Test
    void it_is_where_its_process_says() {
        given(RUN, tracked(null, RUN, TrackedState.SCHEDULED));
        assertThat(run().state().name()).isEqualTo("Scheduled");
        assertThat(run().startedAt()).isNull();

        given(RUN, changed(TrackedState.PENDING, null), changed(TrackedState.RUNNING, "Retrying"));
        assertThat(run().state())
                .isEqualTo(new RunState(StateType.RUNNING, "Retrying", "So.", BEGIN));
        assertThat(run().startedAt()).isEqualTo(BEGIN);
        given(RUN, changed(TrackedState.PAUSED, "Suspended"));
        assertThat(run().state().type()).isEqualTo(StateType.PAUSED);
        assertThat(under(Keys.runsIn(StateType.PAUSED))).hasSize(1);
        assertThat(Tally.of(rows.get(Keys.tally())).counts().runs())
                .containsEntry(StateType.PAUSED, 1L)
                .containsEntry(StateType.RUNNING, 0L);
    }

    private static TrackedRunChanged changed(TrackedState state, @Nullable String name) {
        return new TrackedRunChanged(RUN, state, name, "So.", BEGIN);
    }

    @Test
    void it_is_cancelled_here_when_that_was_decided_here() {
        given(RUN, tracked(null, RUN), new RunCancelled(RUN, "Cancelled here."));

        assertThat(run().state().type()).isEqualTo(StateType.CANCELLED);
        assertThat(run().endedAt()).isEqualTo(second(2));
    }

    @Test
    void nobody_sees_its_fence() {
        given(RUN, tracked(null, RUN));

        assertThat(bytes(rows))
                .noneMatch(row -> row.contains("fence") || row.contains("00000000-0000-0007"));
    }

    @Test
    void a_late_run_is_scheduled_still_and_says_why() {
        given(DAILY, new DeploymentCreated(DAILY, "hello", "daily", 1, document("first")));
        given(DAILY, requested(DAILY, RUN), new RunLate(RUN, "No runner is alive."));

        assertThat(run().state())
                .isEqualTo(
                        new RunState(
                                StateType.SCHEDULED, "Late", "No runner is alive.", second(3)));
        var timeline = new Timeline();
        under(Keys.events(RUN.value())).forEach(row -> timeline.with(row.value()));
        assertThat(timeline.entries())
                .extracting(Timeline.Entry::name)
                .containsExactly("Scheduled", "Late");
    }

    private void given(RootId root, Event... events) {
        for (var event : events) {
            story.then(root, event);
            Story.fold(story.events().getLast(), rows);
        }
    }

    private RunProgress run() {
        return requireNonNull(rows.view(Keys.run(RUN), RunProgress.class));
    }

    private RunOrigin origin() {
        return requireNonNull(rows.view(Keys.runOrigin(RUN), RunOrigin.class));
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

    private static List<String> bytes(MemoryRows rows) {
        return rows.all().entrySet().stream()
                .map(row -> text(row.getKey()) + "=" + text(row.getValue()))
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

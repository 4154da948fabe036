package dev.orrery.projections.view;

import static dev.orrery.projections.Story.DAILY;
import static dev.orrery.projections.Story.document;
import static dev.orrery.projections.Story.every;
import static dev.orrery.projections.Story.requested;
import static dev.orrery.projections.Story.second;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.projections.Story;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.BackfillEnd;
import dev.orrery.schemas.event.BackfillEvent.BackfillEnded;
import dev.orrery.schemas.event.BackfillEvent.BackfillFired;
import dev.orrery.schemas.event.BackfillEvent.BackfillStarted;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentUpdated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunLeased;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.event.RunEvent.RunStarted;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.id.ScheduleId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is seen of backfills and of their runs. */
class BackfillViewsTest {

    private static final ScheduleId OFTEN = ScheduleId.of(DAILY, "often");
    private static final BackfillId BACKFILL =
            BackfillId.of(DAILY, "ada", new CommandId("fill"), second(1));

    private final Story story = new Story(3);
    private final MemoryRows rows = new MemoryRows();

    @AfterEach
    void replayed_from_empty_the_views_have_the_same_bytes() {
        var again = new MemoryRows();
        story.events().forEach(event -> Story.fold(event, again));
        assertThat(again.all()).hasSameSizeAs(rows.all());
        again.all().forEach((key, value) -> assertThat(rows.get(key)).isEqualTo(value));
    }

    @Test
    void it_says_how_far_it_is() {
        given(created(), started());
        assertThat(backfill().requested()).isZero();
        assertThat(backfill().next()).isEqualTo(second(-120));
        assertThat(backfill().state()).isEqualTo(BackfillView.State.RUNNING);
        assertThat(backfill().actor()).isEqualTo("user:ada");

        given(fired(-120, -60), requestedFor(-120), fired(-60, null), requestedFor(-60));
        assertThat(backfill().requested()).isEqualTo(2);
        assertThat(backfill().count()).isEqualTo(2);
        assertThat(backfill().next()).isNull();
        assertThat(backfill().endedAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource(BackfillEnd.class)
    void it_says_how_and_why_it_ended(BackfillEnd end) {
        given(created(), started(), new BackfillEnded(BACKFILL, end, "For a reason."));

        assertThat(backfill().state().name()).isEqualTo(end.name());
        assertThat(backfill().message()).isEqualTo("For a reason.");
        assertThat(backfill().next()).isNull();
        assertThat(backfill().endedAt()).isEqualTo(second(3));
    }

    @Test
    void its_runs_name_it_and_their_nominal_time() {
        given(created(), started(), fired(-120, -60), requestedFor(-120));

        var origin = requireNonNull(rows.view(Keys.runOrigin(run(-120)), RunOrigin.class)).cause();
        assertThat(origin.kind()).isEqualTo(RunOrigin.Cause.Kind.BACKFILL);
        assertThat(origin.backfill()).isEqualTo(BACKFILL.value());
        assertThat(origin.schedule()).isEqualTo(OFTEN.value());
        assertThat(origin.scheduleName()).isEqualTo("often");
        assertThat(origin.nominal()).isEqualTo(second(-120));
    }

    @Test
    void a_run_keeps_the_name_of_a_schedule_that_its_deployment_has_no_more() {
        given(
                created(),
                started(),
                fired(-120, -60),
                requestedFor(-120),
                new DeploymentUpdated(DAILY, 2, document("first"), List.of("schedules")),
                new BackfillEnded(BACKFILL, BackfillEnd.STOPPED, "Its schedule is no more."));

        var origin = requireNonNull(rows.view(Keys.runOrigin(run(-120)), RunOrigin.class)).cause();
        assertThat(origin.scheduleName()).isEqualTo("often");
    }

    @Test
    void it_counts_how_its_runs_ended() {
        given(created(), started(), fired(-120, -60), requestedFor(-120));
        isAt(1, 0, 0);
        given(leased(-120), new RunStarted(run(-120), 1), new RunCompleted(run(-120), 1, null));
        isAt(0, 1, 0);

        given(fired(-60, 0), requestedFor(-60), leased(-60), failed(-60));
        isAt(0, 1, 1);
        given(fired(0, null), requestedFor(0), new RunCancelled(run(0), "No more."));
        isAt(0, 1, 2);

        given(new BackfillEnded(BACKFILL, BackfillEnd.COMPLETED, "All of its runs have ended."));
        isAt(0, 1, 2);
        assertThat(backfill().requested()).isEqualTo(3);
    }

    @Test
    void a_run_that_is_retried_by_hand_is_under_way_again() {
        given(created(), started(), fired(-120, null), requestedFor(-120));
        given(leased(-120), failed(-120));
        given(new BackfillEnded(BACKFILL, BackfillEnd.COMPLETED, "All of its runs have ended."));
        isAt(0, 0, 1);

        given(new RunRetryScheduled(run(-120), 2, second(9), null));
        isAt(1, 0, 0);
        given(new RunCompleted(run(-120), 2, null));
        isAt(0, 1, 0);
        assertThat(backfill().state()).isEqualTo(BackfillView.State.COMPLETED);
    }

    @Test
    void an_attempt_that_its_policy_follows_by_another_is_no_end() {
        given(created(), started(), fired(-120, null), requestedFor(-120), leased(-120));
        var failure = new AttemptFailure(1, RetryOn.FAILED, 3, "It ended with 3.");
        given(new RunRetryScheduled(run(-120), 2, second(9), failure));
        isAt(1, 0, 0);
    }

    @Test
    void the_runs_of_others_do_not_count() {
        var other = Story.run(DAILY, 2);
        given(created(), started(), requested(DAILY, other), new RunCancelled(other, "No more."));
        isAt(0, 0, 0);
    }

    private void isAt(int underWay, int completed, int failed) {
        assertThat(List.of(backfill().underWay(), backfill().completed(), backfill().failed()))
                .containsExactly(underWay, completed, failed);
    }

    private static RunLeased leased(int nominal) {
        return new RunLeased(
                run(nominal), 1, RunnerId.of("anvil", 7), new Fence(new UUID(1, nominal)));
    }

    private static RunFailed failed(int nominal) {
        return new RunFailed(run(nominal), 1, FailureKind.EXIT_CODE, 3, "It ended with 3.");
    }

    private static DeploymentCreated created() {
        return new DeploymentCreated(
                DAILY, "hello", "daily", 1, document("first", every(60, "often")));
    }

    private static BackfillStarted started() {
        return new BackfillStarted(
                BACKFILL, DAILY, OFTEN, "often", second(-120), second(0), 2, 1, second(-120));
    }

    private static BackfillFired fired(int nominal, @Nullable Integer next) {
        var following = next == null ? null : second(next);
        var run = run(nominal);
        return new BackfillFired(BACKFILL, second(nominal), run, List.of(run), following);
    }

    private static RunRequested requestedFor(int nominal) {
        var asked = requested(DAILY, run(nominal));
        return new RunRequested(
                asked.run(),
                asked.deployment(),
                asked.revision(),
                asked.name(),
                asked.scheduledFor(),
                new RunCause(OFTEN, second(nominal), BACKFILL, null, null),
                asked.specification(),
                0);
    }

    private static RunId run(int nominal) {
        Instant time = second(nominal);
        return RunId.backfilled(DAILY, OFTEN, time, BACKFILL);
    }

    private BackfillView backfill() {
        return requireNonNull(rows.view(Keys.backfill(DAILY, BACKFILL), BackfillView.class));
    }

    private void given(Event... events) {
        for (var event : events) {
            story.then(DAILY, event);
            Story.fold(story.events().getLast(), rows);
        }
    }
}

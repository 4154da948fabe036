package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.FLOW;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.run.Runs.ASKED;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finishTracked;
import static dev.orrery.commands.domain.run.Runs.recorded;
import static dev.orrery.commands.domain.run.Runs.track;
import static dev.orrery.commands.domain.run.Runs.tracked;
import static dev.orrery.commands.domain.run.Runs.trackedEnded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.commands.domain.run.RunAction.Change;
import dev.orrery.commands.domain.run.RunAction.Finish;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.command.RunCommand.ChangeTracked;
import dev.orrery.schemas.command.RunCommand.FinishTracked;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunChanged;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.event.TrackedState;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that a process executes by itself and reports. */
class TrackedRunTest {

    private static final Deployment LIVE =
            Deployment.evolve(Deployment.ABSENT, created(document()));

    @Test
    void a_run_of_no_deployment_is_its_own_root() {
        var run = begun(decide(new Track(loose(RUN, "hello"), Deployment.ABSENT)));

        var said = new Run.Said(TrackedState.RUNNING, null, Instant.EPOCH);
        assertThat(run).isEqualTo(new Run.Tracked(RUN, null, fence(1), said));
        assertThat(((Run.Known) run).root()).isEqualTo(RUN);
    }

    @Test
    void a_run_of_a_deployment_takes_flow_and_revision_from_it() {
        var revised = Deployment.evolve(LIVE, updated(2, document(), "description"));
        var event = (RunTracked) only(decide(track(fence(1), revised)));

        assertThat(event.revision()).isEqualTo(2);
        assertThat(event.tracked().flow()).isEqualTo(FLOW);
        assertThat(event.name()).isNotBlank();
        var run = (Run.Known) Run.evolve(Run.ABSENT, event, NOON);
        assertThat(run.root()).isEqualTo(DEPLOYMENT);
    }

    @Test
    void a_deployment_that_is_not_there_has_no_runs() {
        assertThat(refused(decide(track(fence(1), Deployment.ABSENT))))
                .isEqualTo("DEPLOYMENT_NOT_FOUND");
        assertThat(refused(decide(track(fence(1), Deployment.evolve(LIVE, deleted())))))
                .isEqualTo("DEPLOYMENT_NOT_FOUND");
    }

    @Test
    void the_id_is_one_that_routes_to_the_deployment_and_says_when() {
        var elsewhere = DeploymentId.of("other", "elsewhere");
        assertThat(elsewhere.affinity()).isNotEqualTo(RUN.affinity());
        var command = new TrackRun(RUN, of(elsewhere, "", fence(1).value()));
        assertThat(refused(decide(new Track(command, LIVE)))).isEqualTo("INVALID_COMMAND");

        assertThat(refused(decide(loose(new RunId(UUID.randomUUID()), "hello"))))
                .isEqualTo("INVALID_COMMAND");
        assertThat(refused(decide(loose(RUN, "")))).isEqualTo("INVALID_COMMAND");
        // A runner may have had it, and it may be forgotten.
        assertThat(refused(decide(loose(ASKED, "hello")))).isEqualTo("INVALID_COMMAND");
    }

    /** What is as old may have been reported, ended and forgotten before. */
    @Test
    void a_run_is_taken_for_as_long_as_it_can_be_told_from_one_that_was_forgotten() {
        var track = new Track(loose(RUN, "hello"), Deployment.ABSENT);
        var last = NOON.plus(TrackedRules.REPORTED_WITHIN);

        assertThat(RunDecider.decide(Run.ABSENT, track, Runs.context(), last))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(
                        refused(
                                RunDecider.decide(
                                        Run.ABSENT, track, Runs.context(), last.plusMillis(1))))
                .isEqualTo("RUN_ARCHIVED");
        var ahead = NOON.minus(TrackedRules.AHEAD_MAX);
        assertThat(RunDecider.decide(Run.ABSENT, track, Runs.context(), ahead))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(
                        refused(
                                RunDecider.decide(
                                        Run.ABSENT, track, Runs.context(), ahead.minusMillis(1))))
                .isEqualTo("INVALID_COMMAND");
        assertThat(TrackedRules.KEPT)
                .isEqualTo(TrackedRules.REPORTED_WITHIN.plus(TrackedRules.AHEAD_MAX));
    }

    @Test
    void it_ends_as_its_process_says_and_when() {
        var failed = new Outcome.Failed(FailureKind.EXIT_CODE, 3, "x".repeat(5_000));
        var event = (TrackedRunEnded) only(finish(failed));

        assertThat(event.end()).isEqualTo(TrackedEnd.FAILED);
        assertThat(event.exitCode()).isEqualTo(3);
        assertThat(event.message()).hasSize(4_096).endsWith("...");
        assertThat(event.endedAt()).isEqualTo(NOON);

        var large = new Outcome.Completed(Json.parse("\"" + "x".repeat(70_000) + "\""));
        assertThat(((TrackedRunEnded) only(finish(large))).result()).isNull();
        assertThat(((TrackedRunEnded) only(finish(new Outcome.Crashed("Gone.")))).end())
                .isEqualTo(TrackedEnd.CRASHED);
        assertThat(((TrackedRunEnded) only(finish(new Outcome.Cancelled("^C")))).end())
                .isEqualTo(TrackedEnd.CANCELLED);
    }

    @Test
    void it_may_have_been_started_by_the_work_of_another_run() {
        var parent = RunId.requested(DEPLOYMENT, "a", new CommandId("parent"), NOON);
        var command = new TrackRun(RUN, of(null, "hello", fence(1).value(), parent));

        assertThat(((RunTracked) only(decide(command))).tracked().parent()).isEqualTo(parent);
        var itself = new TrackRun(RUN, of(null, "hello", fence(1).value(), RUN));
        assertThat(refusal(decide(itself)).field()).isEqualTo("/parent");
    }

    @Test
    void its_end_may_have_a_finer_name() {
        var failed = new Outcome.Failed(FailureKind.EXIT_CODE, null, "Too long.");

        assertThat(named(failed, "TimedOut").name()).isEqualTo("TimedOut");
        assertThat(named(failed, null).name()).isNull();
        assertThat(named(new Outcome.Completed(null), "Cached").name()).isEqualTo("Cached");
    }

    @Test
    void a_name_that_everybody_knows_stays_with_its_state() {
        var refused = refusal(finish(new Outcome.Completed(null), "TimedOut"));
        assertThat(refused.code()).isEqualTo("INVALID_COMMAND");
        assertThat(refused.field()).isEqualTo("/name");
        assertThat(refused.message())
                .isEqualTo("'TimedOut' names a state FAILED, and this one is COMPLETED.");

        assertThat(refusal(finish(SUCCESS, " ")).field()).isEqualTo("/name");
        assertThat(refusal(finish(SUCCESS, "x".repeat(256))).field()).isEqualTo("/name");
        var begun = Run.evolve(Run.ABSENT, recorded(), NOON);
        assertThat(refused(say(begun, TrackedState.RUNNING, "Paused", null, NOON)))
                .isEqualTo("INVALID_COMMAND");
    }

    @Test
    void who_is_cancelled_elsewhere_hears_that_it_has_ended() {
        var running = Run.evolve(Run.ABSENT, recorded(), NOON);
        var event = only(RunDecider.decide(running, cancel(), Runs.context(), NOON));
        var gone = Run.evolve(running, event, NOON);

        assertThat(event).isInstanceOf(cancelled("").getClass());
        assertThat(
                        refused(
                                RunDecider.decide(
                                        gone,
                                        finishTracked(fence(1), SUCCESS),
                                        Runs.context(),
                                        NOON)))
                .isEqualTo(Refusal.RUN_ENDED.name());
    }

    @Test
    void a_process_may_say_where_its_run_is() {
        var begun = Run.evolve(Run.ABSENT, recorded(), NOON);
        var resting = say(begun, TrackedState.PAUSED, "Suspended", "For the night.", NOON);
        var event = (TrackedRunChanged) only(resting);

        assertThat(event)
                .isEqualTo(
                        new TrackedRunChanged(
                                RUN, TrackedState.PAUSED, "Suspended", "For the night.", NOON));
        var paused = Run.evolve(begun, event, NOON);
        var again = say(paused, TrackedState.PAUSED, "Suspended", "For the night.", NOON);
        assertThat(again).isEqualTo(Decision.unchanged());
        var later = NOON.plusMillis(1);
        assertThat(only(say(paused, TrackedState.PAUSED, "Suspended", null, later))).isNotNull();
        assertThat(only(say(paused, TrackedState.RUNNING, null, null, NOON))).isNotNull();
    }

    @Test
    void what_it_said_before_something_else_may_be_said_again() {
        var begun = Run.evolve(Run.ABSENT, recorded(), NOON);
        var early = NOON.plusSeconds(1);
        var running =
                Run.evolve(begun, only(say(begun, TrackedState.RUNNING, null, null, early)), NOON);
        var late = NOON.plusSeconds(2);
        var paused =
                Run.evolve(
                        running, only(say(running, TrackedState.PAUSED, null, null, late)), NOON);

        assertThat(say(paused, TrackedState.RUNNING, null, null, early))
                .isEqualTo(Decision.unchanged());
        assertThat(only(say(paused, TrackedState.RUNNING, null, null, late))).isNotNull();
    }

    @Test
    void what_it_says_has_bounds() {
        var begun = Run.evolve(Run.ABSENT, recorded(), NOON);
        var state = TrackedState.RUNNING;

        assertThat(refused(say(begun, state, " ", null, NOON))).isEqualTo("INVALID_COMMAND");
        assertThat(refused(say(begun, state, "x".repeat(256), null, NOON)))
                .isEqualTo("INVALID_COMMAND");
        assertThat(refused(say(begun, state, null, null, Instant.MAX)))
                .isEqualTo("INVALID_COMMAND");
        var event = (TrackedRunChanged) only(say(begun, state, null, "x".repeat(5_000), NOON));
        assertThat(event.message()).hasSize(4_096).endsWith("...");
    }

    @Test
    void when_it_has_ended_it_is_where_it_is() {
        var ended = Run.evolve(Run.evolve(Run.ABSENT, recorded(), NOON), trackedEnded(), NOON);

        assertThat(refused(say(ended, TrackedState.RUNNING, null, null, NOON)))
                .isEqualTo("RUN_ENDED");
    }

    private static Decision say(
            Run run,
            TrackedState state,
            @Nullable String name,
            @Nullable String message,
            Instant at) {
        var command = new ChangeTracked(RUN, fence(1), state, name, message, at);
        return RunDecider.decide(run, new Change(command), Runs.context(), NOON);
    }

    private static TrackedRunEnded named(Outcome outcome, @Nullable String name) {
        return (TrackedRunEnded) only(finish(outcome, name));
    }

    private static Decision finish(Outcome outcome) {
        return finish(outcome, null);
    }

    private static Decision finish(Outcome outcome, @Nullable String name) {
        var running = Run.evolve(Run.ABSENT, recorded(), NOON);
        var command = new FinishTracked(RUN, fence(1), outcome, name, NOON);
        return RunDecider.decide(running, new Finish(command), Runs.context(), NOON);
    }

    private static Decision decide(TrackRun command) {
        return decide(new Track(command, Deployment.ABSENT));
    }

    private static Decision decide(RunAction action) {
        return RunDecider.decide(Run.ABSENT, action, Runs.context(), NOON);
    }

    private static Run begun(Decision decision) {
        return Run.evolve(Run.ABSENT, only(decision), NOON);
    }

    private static RunEvent only(Decision decision) {
        return (RunEvent) ((Decision.Accepted) decision).events().getFirst();
    }

    private static String refused(Decision decision) {
        return refusal(decision).code();
    }

    private static Reply.Rejected refusal(Decision decision) {
        return ((Decision.Refused) decision).refusal();
    }

    private static TrackRun loose(RunId run, String flow) {
        return new TrackRun(run, of(null, flow, fence(1).value()));
    }

    private static TrackedRun of(@Nullable DeploymentId deployment, String flow, UUID fence) {
        return of(deployment, flow, fence, null);
    }

    private static TrackedRun of(
            @Nullable DeploymentId deployment, String flow, UUID fence, @Nullable RunId parent) {
        var like = tracked(new Fence(fence));
        return new TrackedRun(
                deployment,
                flow,
                null,
                Json.EMPTY_OBJECT,
                List.of("local"),
                like.fence(),
                like.state(),
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                parent);
    }
}

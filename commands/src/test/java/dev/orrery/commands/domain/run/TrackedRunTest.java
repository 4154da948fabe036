package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.deployment.Deployments.DEPLOYMENT;
import static dev.orrery.commands.domain.deployment.Deployments.FLOW;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.cancel;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finishTracked;
import static dev.orrery.commands.domain.run.Runs.recorded;
import static dev.orrery.commands.domain.run.Runs.track;
import static dev.orrery.commands.domain.run.Runs.tracked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Decision;
import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.commands.domain.deployment.TrackedRules;
import dev.orrery.commands.domain.run.RunAction.Track;
import dev.orrery.schemas.command.RunCommand.TrackRun;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunEvent;
import dev.orrery.schemas.event.RunEvent.RunTracked;
import dev.orrery.schemas.event.RunEvent.TrackedRunEnded;
import dev.orrery.schemas.event.TrackedEnd;
import dev.orrery.schemas.event.TrackedRun;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Fence;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
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

        assertThat(run).isEqualTo(new Run.Tracked(RUN, null, fence(1)));
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
    }

    /** What is as old may have been reported, ended and forgotten before. */
    @Test
    void a_run_is_taken_for_as_long_as_it_can_be_told_from_one_that_was_forgotten() {
        var track = new Track(loose(RUN, "hello"), Deployment.ABSENT);
        var last = NOON.plus(TrackedRules.REPORTED_WITHIN);

        assertThat(RunDecider.decide(Run.ABSENT, track, last))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(refused(RunDecider.decide(Run.ABSENT, track, last.plusMillis(1))))
                .isEqualTo("RUN_ARCHIVED");
        var ahead = NOON.minus(TrackedRules.AHEAD_MAX);
        assertThat(RunDecider.decide(Run.ABSENT, track, ahead))
                .isInstanceOf(Decision.Accepted.class);
        assertThat(refused(RunDecider.decide(Run.ABSENT, track, ahead.minusMillis(1))))
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
    void who_is_cancelled_elsewhere_hears_that_it_has_ended() {
        var running = Run.evolve(Run.ABSENT, recorded(), NOON);
        var event = only(RunDecider.decide(running, cancel(), NOON));
        var gone = Run.evolve(running, event, NOON);

        assertThat(event).isInstanceOf(cancelled("").getClass());
        assertThat(refused(RunDecider.decide(gone, finishTracked(fence(1), SUCCESS), NOON)))
                .isEqualTo(Refusal.RUN_ENDED.name());
    }

    private static Decision finish(Outcome outcome) {
        var running = Run.evolve(Run.ABSENT, recorded(), NOON);
        return RunDecider.decide(running, finishTracked(fence(1), outcome), NOON);
    }

    private static Decision decide(TrackRun command) {
        return decide(new Track(command, Deployment.ABSENT));
    }

    private static Decision decide(RunAction action) {
        return RunDecider.decide(Run.ABSENT, action, NOON);
    }

    private static Run begun(Decision decision) {
        return Run.evolve(Run.ABSENT, only(decision), NOON);
    }

    private static RunEvent only(Decision decision) {
        return (RunEvent) ((Decision.Accepted) decision).events().getFirst();
    }

    private static String refused(Decision decision) {
        return ((Decision.Refused) decision).refusal().code();
    }

    private static TrackRun loose(RunId run, String flow) {
        return new TrackRun(run, of(null, flow, fence(1).value()));
    }

    private static TrackedRun of(@Nullable DeploymentId deployment, String flow, UUID fence) {
        var like = tracked(new Fence(fence));
        return new TrackedRun(
                deployment,
                flow,
                null,
                Json.EMPTY_OBJECT,
                List.of("local"),
                like.fence(),
                Instant.EPOCH,
                null,
                null,
                null,
                null);
    }
}

package dev.orrery.commands.domain.slot;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Draft.limited;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.slot.Line.admitted;
import static dev.orrery.commands.domain.slot.Line.awaits;
import static dev.orrery.commands.domain.slot.Line.held;
import static dev.orrery.commands.domain.slot.Line.lease;
import static dev.orrery.commands.domain.slot.Line.leased;
import static dev.orrery.commands.domain.slot.Line.requested;
import static dev.orrery.commands.domain.slot.Line.requestedOf;
import static dev.orrery.commands.domain.slot.Line.run;
import static dev.orrery.schemas.deployment.Concurrency.Collision.QUEUE;
import static dev.orrery.schemas.deployment.Concurrency.Collision.SKIP;
import static dev.orrery.schemas.reply.Refusal.DEPLOYMENT_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Asked;
import dev.orrery.commands.domain.Story;
import dev.orrery.commands.domain.run.RunAction.Due;
import dev.orrery.commands.domain.run.RunAction.LoseLease;
import dev.orrery.commands.domain.run.RunAction.Rerun;
import dev.orrery.commands.domain.run.RunAction.Resume;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.commands.domain.run.Runs;
import dev.orrery.schemas.command.RunCommand.RerunRun;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunCancelled;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunLeaseExpired;
import dev.orrery.schemas.event.RunEvent.RunPaused;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.event.RunEvent.RunReturned;
import dev.orrery.schemas.id.CommandId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the runs of a deployment that was deleted, also beside another of its name. */
class DeletedDeploymentTest {

    private static final Event[] NOTHING = {};
    private static final Event[] ANOTHER = {created(2, limited(1, QUEUE))};

    @Test
    void what_waits_ends_when_it_has_a_turn_or_is_to_be_leased() {
        for (var after : List.of(NOTHING, ANOTHER)) {
            for (int i = 2; i <= 5; i++) {
                var ended = new RunCancelled(run(i), "Its deployment was deleted.");
                waiting().and(after).when(run(i), new Due()).then(ended);
                waiting().and(after).when(run(i), lease(i)).then(ended);
            }
            waiting().and(after).when(run(1), new Due()).thenUnchanged();
        }
    }

    @Test
    void what_waits_is_not_resumed() {
        for (var after : List.of(NOTHING, ANOTHER)) {
            waiting().and(after).when(run(3), new Resume()).thenRejected(DEPLOYMENT_NOT_FOUND);
        }
    }

    @Test
    void what_waits_has_no_place_in_the_line_of_another_deployment_and_what_is_held_has() {
        var readyAndInLine =
                given(created(limited(1, SKIP)), requested(1), admitted(1))
                        .and(requested(2), awaits(2, 1), deleted());
        readyAndInLine.and(created(2, limited(1, SKIP)), requestedOf(2, 9));
        assertThat(readyAndInLine.world().slots().line()).isEmpty();
        readyAndInLine.when(run(9), new Due()).then(admitted(9));

        var held = given(created(limited(1, QUEUE))).and(held(1)).and(deleted()).and(ANOTHER);
        held.and(requestedOf(2, 9)).when(run(9), new Due()).then(awaits(9, 1));
        held.and(new RunCompleted(run(1), 1, null)).when(run(9), new Due()).then(admitted(9));
    }

    @Test
    void what_is_given_back_ends_too() {
        given(created(limited(1, QUEUE)))
                .and(held(1))
                .and(deleted())
                .and(ANOTHER)
                .and(new RunReturned(run(1), 1, "Full."))
                .when(run(1), new Due())
                .then(new RunCancelled(run(1), "Its deployment was deleted."));
    }

    @Test
    void what_is_held_is_not_tried_again() {
        var policy = new RetryPolicy(3, new ListedDelays(List.of()), 0, List.of(RetryOn.values()));
        var run = Runs.RUN;
        var silence = new LoseLease(Runs.fence(1), "Silence.");
        for (var after : List.of(NOTHING, ANOTHER)) {
            given(created(document()), Runs.requested(draft -> draft.retry = policy))
                    .and(Runs.leased(), deleted())
                    .and(after)
                    .when(run, silence)
                    .then(
                            new RunLeaseExpired(run, 1, Runs.RUNNER, "Silence."),
                            new RunCrashed(run, 1, "Silence."));
        }
    }

    @Test
    void what_ended_is_neither_tried_nor_done_again() {
        var rerun =
                new Rerun(
                        new RerunRun(run(1), null), new Asked(NOON, "ada", new CommandId("again")));
        for (var after : List.of(NOTHING, ANOTHER)) {
            var ended =
                    given(created(document()), requested(1), leased(1))
                            .and(new RunCrashed(run(1), 1, "Gone."), deleted())
                            .and(after);
            ended.when(run(1), new Retry()).thenRejected(DEPLOYMENT_NOT_FOUND);
            ended.when(run(1), rerun).thenRejected(DEPLOYMENT_NOT_FOUND);
        }
    }

    @Test
    void what_has_an_earlier_revision_of_a_deployment_that_lives_goes_on() {
        var rerun =
                new Rerun(
                        new RerunRun(run(1), null), new Asked(NOON, "ada", new CommandId("again")));
        var story =
                given(created(document()), deleted(), created(2, document()), requestedOf(2, 1))
                        .and(updated(3, document(draft -> draft.version = "2"), "version"));

        story.when(run(1), new Due()).thenUnchanged();
        story.when(run(1), lease(1)).then(leased(1));
        var again = story.when(run(1), rerun).first(RunRequested.class);
        assertThat(again.revision()).isEqualTo(2);
        story.when(again.run(), new Due()).thenUnchanged();
    }

    /** One is held, the others wait in each way; then their deployment is deleted. */
    private static Story waiting() {
        return given(created(limited(1, QUEUE)))
                .and(held(1))
                .and(requested(2), awaits(2, 1), requested(3), new RunPaused(run(3)))
                .and(requested(4, 0, NOON.plusSeconds(60)), requested(5), deleted());
    }
}

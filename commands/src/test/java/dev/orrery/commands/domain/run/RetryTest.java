package dev.orrery.commands.domain.run;

import static dev.orrery.commands.domain.Draft.document;
import static dev.orrery.commands.domain.Story.NOON;
import static dev.orrery.commands.domain.Story.given;
import static dev.orrery.commands.domain.deployment.Deployments.created;
import static dev.orrery.commands.domain.deployment.Deployments.deleted;
import static dev.orrery.commands.domain.deployment.Deployments.updated;
import static dev.orrery.commands.domain.run.Runs.RUN;
import static dev.orrery.commands.domain.run.Runs.SUCCESS;
import static dev.orrery.commands.domain.run.Runs.cancelRequested;
import static dev.orrery.commands.domain.run.Runs.cancelled;
import static dev.orrery.commands.domain.run.Runs.completed;
import static dev.orrery.commands.domain.run.Runs.crashed;
import static dev.orrery.commands.domain.run.Runs.failed;
import static dev.orrery.commands.domain.run.Runs.fence;
import static dev.orrery.commands.domain.run.Runs.finish;
import static dev.orrery.commands.domain.run.Runs.lease;
import static dev.orrery.commands.domain.run.Runs.leaseExpired;
import static dev.orrery.commands.domain.run.Runs.leased;
import static dev.orrery.commands.domain.run.Runs.loseLease;
import static dev.orrery.commands.domain.run.Runs.paused;
import static dev.orrery.commands.domain.run.Runs.requested;
import static dev.orrery.commands.domain.run.Runs.requestedFor;
import static dev.orrery.commands.domain.run.Runs.rerun;
import static dev.orrery.commands.domain.run.Runs.retried;
import static dev.orrery.commands.domain.run.Runs.retryScheduled;
import static dev.orrery.commands.domain.run.Runs.returned;
import static dev.orrery.commands.domain.run.Runs.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.domain.Story;
import dev.orrery.commands.domain.run.RunAction.Retry;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.Delay;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.event.RunCause;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.event.RunEvent.RunFailed;
import dev.orrery.schemas.event.RunEvent.RunRequested;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.report.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Attempts that follow others, by policy and by hand, and runs that do again what others did. */
class RetryTest {

    private static final Outcome FAILURE =
            new Outcome.Failed(FailureKind.EXIT_CODE, 3, "It exited with 3.");
    private static final Outcome TIMED_OUT =
            new Outcome.Failed(FailureKind.TIMED_OUT, null, "It took too long.");
    private static final String SILENCE = "Silence.";

    @Test
    void a_failed_attempt_is_followed_by_another_after_its_delay() {
        running(policy(3, 10, 60))
                .when(RUN, finish(fence(1), FAILURE))
                .then(retryScheduled(2, NOON.plusSeconds(10)));
    }

    @Test
    void the_last_attempt_of_a_policy_is_the_last() {
        running(policy(2, 0))
                .and(retryScheduled(2, NOON), leased(2, fence(2)))
                .when(RUN, finish(fence(2), FAILURE))
                .then(new RunFailed(RUN, 2, FailureKind.EXIT_CODE, 3, "It exited with 3."));
        running(policy(1)).when(RUN, finish(fence(1), FAILURE)).then(failed());
    }

    @Test
    void only_the_ends_that_the_policy_names_are_followed() {
        running(on(RetryOn.TIMED_OUT)).when(RUN, finish(fence(1), FAILURE)).then(failed());
        running(on(RetryOn.TIMED_OUT))
                .when(RUN, finish(fence(1), TIMED_OUT))
                .then(retryScheduled(2, NOON, RetryOn.TIMED_OUT, null, "It took too long."));
        running(on(RetryOn.FAILED, RetryOn.TIMED_OUT))
                .when(RUN, finish(fence(1), new Outcome.Crashed("Gone.")))
                .then(crashed("Gone."));
        running(on(RetryOn.CRASHED))
                .when(RUN, finish(fence(1), new Outcome.Crashed("Gone.")))
                .then(retryScheduled(2, NOON, RetryOn.CRASHED, null, "Gone."));
    }

    @Test
    void a_lost_lease_is_a_crash_that_the_policy_may_name() {
        running(on(RetryOn.CRASHED))
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(
                        leaseExpired(SILENCE),
                        retryScheduled(2, NOON, RetryOn.CRASHED, null, SILENCE));
        running(on(RetryOn.FAILED))
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(leaseExpired(SILENCE), crashed(SILENCE));
    }

    @Test
    void the_next_attempt_of_a_paused_run_waits_until_it_is_resumed() {
        var lost =
                running(on(RetryOn.CRASHED))
                        .and(started(), paused())
                        .when(RUN, loseLease(fence(1), SILENCE));
        lost.then(
                leaseExpired(SILENCE),
                retryScheduled(2, NOON, RetryOn.CRASHED, null, SILENCE),
                paused());
        running(policy(2, 0))
                .and(started(), paused())
                .when(RUN, finish(fence(1), FAILURE))
                .then(retryScheduled(2, NOON), paused());
    }

    @Test
    void success_is_not_repeated() {
        running(policy(3, 0)).when(RUN, finish(fence(1), SUCCESS)).then(completed());
    }

    @Test
    void what_somebody_wants_to_end_is_not_tried_again() {
        running(policy(3, 0))
                .and(cancelRequested())
                .when(RUN, finish(fence(1), FAILURE))
                .then(failed());
        running(policy(3, 0))
                .and(cancelRequested())
                .when(RUN, loseLease(fence(1), SILENCE))
                .then(leaseExpired(SILENCE), cancelled(SILENCE));
    }

    @Test
    void the_runs_of_a_deployment_that_was_deleted_are_not_tried_again() {
        running(policy(3, 0)).and(deleted()).when(RUN, finish(fence(1), FAILURE)).then(failed());
        running(policy(1))
                .and(failed(), deleted())
                .when(RUN, new Retry())
                .thenRejected(Refusal.DEPLOYMENT_NOT_FOUND);
    }

    @Test
    void the_policy_is_the_one_that_the_run_was_asked_for_with() {
        running(policy(2, 5))
                .and(updated(2, document(), "retry"))
                .when(RUN, finish(fence(1), FAILURE))
                .then(retryScheduled(2, NOON.plusSeconds(5)));
    }

    @Test
    void the_next_attempt_is_leased_at_its_time_and_not_before() {
        var due = NOON.plusSeconds(10);
        var story = running(policy(3, 10)).and(retryScheduled(2, due));

        story.at(due.minusMillis(1)).when(RUN, lease(fence(2))).thenRejected(Refusal.NOT_QUEUED);
        story.at(due).when(RUN, lease(fence(2))).then(leased(2, fence(2)));
    }

    /** The answer to the first attempt's end may come so late that the second one runs. */
    @Test
    void the_end_of_an_attempt_may_be_reported_again_whatever_the_run_does_meanwhile() {
        var story = running(policy(3, 0)).and(retryScheduled(2, NOON));
        story.when(RUN, finish(fence(1), FAILURE)).thenUnchanged();
        story.and(leased(2, fence(2))).when(RUN, finish(fence(1), FAILURE)).thenUnchanged();
        story.when(RUN, finish(fence(3), FAILURE)).thenRejected(Refusal.STALE_FENCE);
        story.and(failed(), retried(3)).when(RUN, finish(fence(2), FAILURE)).thenUnchanged();
    }

    @Test
    void listed_delays_go_on_with_the_last() {
        assertThat(delays(new ListedDelays(List.of(1, 5, 30)))).containsExactly(1, 5, 30, 30, 30);
        assertThat(delays(new ListedDelays(List.of()))).containsExactly(0, 0, 0, 0, 0);
    }

    @Test
    void exponential_delays_grow_up_to_the_longest() {
        assertThat(delays(new ExponentialDelay(2, 300, 40))).containsExactly(2, 6, 18, 40, 40);
        assertThat(delays(new ExponentialDelay(7, 100, 40))).containsExactly(7, 7, 7, 7, 7);
        var largest = Integer.MAX_VALUE;
        assertThat(delays(new ExponentialDelay(largest, largest, largest))).containsOnly(largest);
    }

    /** In whole seconds 1.5 times a second would be a second for ever. */
    @Test
    void small_delays_grow_too() {
        var policy = new RetryPolicy(9, new ExponentialDelay(1, 150, 60), 0, List.of());
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(i -> Retries.delay(policy, RUN, i)))
                .extracting(Duration::toMillis)
                .containsExactly(1_000L, 1_500L, 2_250L, 3_375L);
    }

    @Test
    void jitter_lengthens_a_delay_by_what_run_and_attempt_fix() {
        var policy = new RetryPolicy(100, new ListedDelays(List.of(10)), 50, List.of());
        var delays =
                IntStream.rangeClosed(1, 99)
                        .mapToObj(attempt -> Retries.delay(policy, RUN, attempt))
                        .toList();

        assertThat(delays)
                .allMatch(delay -> delay.compareTo(Duration.ofSeconds(10)) >= 0)
                .allMatch(delay -> delay.compareTo(Duration.ofSeconds(15)) <= 0)
                .anyMatch(delay -> delay.compareTo(Duration.ofSeconds(11)) < 0)
                .anyMatch(delay -> delay.compareTo(Duration.ofSeconds(14)) > 0);
        assertThat(Retries.delay(policy, RUN, 1)).isEqualTo(delays.getFirst());
    }

    @Test
    void what_ended_badly_is_tried_again_when_somebody_wants_it() {
        for (var end : List.of(failed(), crashed("Gone."), cancelled("Enough."))) {
            running(policy(1)).and(end).when(RUN, new Retry()).then(retried(2));
        }
    }

    @Test
    void what_nobody_held_was_no_attempt_and_the_next_one_has_its_number() {
        var late = new RunFailed(RUN, 1, FailureKind.QUEUE_TIMED_OUT, null, "Nobody came.");
        var policy = policy(2, 0);
        for (var end : List.of(late, cancelled("Enough."))) {
            waiting(policy).and(end).when(RUN, new Retry()).then(retried(1));
            waiting(policy).and(leased(), returned(), end).when(RUN, new Retry()).then(retried(1));
            waiting(policy)
                    .and(end, retried(1), leased())
                    .when(RUN, finish(fence(1), FAILURE))
                    .then(retryScheduled(2, NOON));
        }
        running(policy).and(failed(), retried(2), late).when(RUN, new Retry()).then(retried(2));
    }

    @Test
    void a_lost_lease_was_an_attempt_however_the_run_ended_then() {
        running(policy(1))
                .and(leaseExpired(SILENCE), crashed(SILENCE))
                .when(RUN, new Retry())
                .then(retried(2));
        running(policy(1))
                .and(cancelRequested(), leaseExpired(SILENCE), cancelled(SILENCE))
                .when(RUN, new Retry())
                .then(retried(2));
    }

    @Test
    void by_hand_a_run_may_have_more_attempts_than_its_policy_says_one_each_time() {
        running(policy(1))
                .and(failed(), retried(2), leased(2, fence(2)))
                .when(RUN, finish(fence(2), new Outcome.Crashed("Gone.")))
                .then(new RunCrashed(RUN, 2, "Gone."));
    }

    @Test
    void what_completed_or_has_not_ended_is_not_tried_again() {
        running(policy(3))
                .and(completed())
                .when(RUN, new Retry())
                .thenRejected(Refusal.NOT_RETRYABLE);
        running(policy(3)).when(RUN, new Retry()).thenRejected(Refusal.RUN_NOT_ENDED);
    }

    @Test
    void a_rerun_is_a_new_run_of_the_revision_that_the_first_one_had() {
        var first = requested(draft -> draft.tags = List.of("first"));
        var again =
                given(created(document()))
                        .and(first, leased(), completed(), updated(2, document(), "tags"))
                        .when(RUN, rerun(null))
                        .first(RunRequested.class);

        assertThat(again.run()).isNotEqualTo(RUN);
        assertThat(again.revision()).isEqualTo(1);
        assertThat(again.specification()).isEqualTo(first.specification());
        assertThat(again.cause()).isEqualTo(RunCause.rerun(RUN, null));
        assertThat(again.scheduledFor()).isEqualTo(NOON);
        assertThat(again.scheduledTime()).isEqualTo(NOON);
    }

    @Test
    void a_rerun_of_the_run_of_a_nominal_time_is_for_that_time_and_of_no_schedule() {
        var yesterday = NOON.minus(Duration.ofDays(1));
        var again =
                given(created(document()))
                        .and(requestedFor(yesterday), leased(), completed())
                        .when(RUN, rerun(null))
                        .first(RunRequested.class);

        assertThat(again.cause()).isEqualTo(new RunCause(null, yesterday, null, null, RUN));
        assertThat(again.scheduledFor()).isEqualTo(NOON);
        assertThat(again.scheduledTime()).isEqualTo(yesterday);
    }

    @Test
    void what_nobody_serves_is_neither_tried_nor_done_again() {
        var story = running(policy(1)).and(failed()).serving("large");
        story.when(RUN, new Retry()).thenRejected(Refusal.POOL_UNKNOWN);
        story.when(RUN, rerun(null)).thenRejected(Refusal.POOL_UNKNOWN);
        running(policy(1))
                .serving("large")
                .when(RUN, rerun(null))
                .thenRejected(Refusal.POOL_UNKNOWN);
        running(policy(1))
                .and(completed())
                .serving("large")
                .when(RUN, new Retry())
                .thenRejected(Refusal.NOT_RETRYABLE);
    }

    @Test
    void other_parameters_of_a_rerun_are_laid_over_those_of_the_deployment() {
        var moon = Json.parse("{\"name\":\"moon\"}");
        var again =
                given(created(parameters("{\"name\":\"world\",\"count\":3}")))
                        .and(requested(draft -> draft.parameters = moon), leased(), started())
                        .and(updated(2, parameters("{\"name\":\"sun\",\"count\":4}"), "parameters"))
                        .when(RUN, rerun(Json.parse("{\"name\":\"Ada\"}")))
                        .first(RunRequested.class);

        assertThat(again.specification().parameters())
                .isEqualTo(Json.parse("{\"name\":\"Ada\",\"count\":4}"));
        assertThat(again.revision()).isEqualTo(1);
    }

    @Test
    void other_parameters_of_a_rerun_are_checked_as_those_of_any_run() {
        running(policy(1))
                .when(RUN, rerun(Json.parse("[]")))
                .thenRejected(Refusal.INVALID_COMMAND, "/parameters");
        var large = Json.parse("{\"text\":\"" + "x".repeat(512 * 1024) + "\"}");
        running(policy(1))
                .when(RUN, rerun(large))
                .thenRejected(Refusal.PARAMETERS_TOO_LARGE, "/parameters");
        given(created(parameters(half("a"))))
                .and(requested(), leased(), started())
                .when(RUN, rerun(Json.parse(half("b"))))
                .thenRejected(Refusal.PARAMETERS_TOO_LARGE, "/parameters");
    }

    @Test
    void of_a_deployment_that_was_deleted_nothing_is_done_again() {
        running(policy(1))
                .and(deleted())
                .when(RUN, rerun(null))
                .thenRejected(Refusal.DEPLOYMENT_NOT_FOUND);
    }

    private static Story waiting(RetryPolicy policy) {
        return given(created(document())).and(requested(draft -> draft.retry = policy));
    }

    private static Story running(RetryPolicy policy) {
        return waiting(policy).and(leased(), started());
    }

    private static DeploymentDocument parameters(String json) {
        return document(draft -> draft.parameters = Json.parse(json));
    }

    /** More than half of what parameters may have. */
    private static String half(String name) {
        return "{\"" + name + "\":\"" + "x".repeat(260 * 1024) + "\"}";
    }

    private static RetryPolicy policy(int attempts, Integer... delaysSeconds) {
        var delay = new ListedDelays(List.of(delaysSeconds));
        return new RetryPolicy(attempts, delay, 0, List.of(RetryOn.values()));
    }

    private static RetryPolicy on(RetryOn... ends) {
        return new RetryPolicy(3, new ListedDelays(List.of()), 0, List.of(ends));
    }

    private static List<Integer> delays(Delay delay) {
        var policy = new RetryPolicy(9, delay, 0, List.of());
        return IntStream.rangeClosed(1, 5)
                .mapToObj(attempt -> (int) Retries.delay(policy, RUN, attempt).toSeconds())
                .toList();
    }
}

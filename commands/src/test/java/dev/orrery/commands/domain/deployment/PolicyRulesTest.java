package dev.orrery.commands.domain.deployment;

import static dev.orrery.commands.domain.Limits.ATTEMPTS_MAX;
import static dev.orrery.commands.domain.Limits.CONCURRENCY_MAX;
import static dev.orrery.commands.domain.Limits.NAME_CHARACTERS_MAX;
import static dev.orrery.commands.domain.Limits.RETRY_DELAYS_MAX;
import static dev.orrery.commands.domain.Limits.RETRY_DELAY_SECONDS_MAX;
import static dev.orrery.commands.domain.deployment.Verdict.accepted;
import static dev.orrery.commands.domain.deployment.Verdict.limit;
import static dev.orrery.commands.domain.deployment.Verdict.refused;
import static dev.orrery.schemas.reply.Refusal.INVALID_COMMAND;

import dev.orrery.commands.domain.Draft;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.Delay;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How many runs there are, how long each may take, and how often it is tried. */
class PolicyRulesTest {

    private static final List<RetryOn> ALL = List.of(RetryOn.values());

    @Test
    void an_owner_is_as_long_as_a_name() {
        limit(
                NAME_CHARACTERS_MAX,
                n -> draft -> draft.owner = "o".repeat(n),
                INVALID_COMMAND,
                "/owner");
    }

    @Test
    void a_time_out_is_a_second_at_least() {
        accepted(draft -> draft.queueTimeoutSeconds = 1);
        refused(draft -> draft.queueTimeoutSeconds = 0, INVALID_COMMAND, "/queueTimeoutSeconds");
        refused(draft -> draft.timeoutSeconds = 0, INVALID_COMMAND, "/timeoutSeconds");
    }

    @Test
    void a_limit_of_runs_is_1_to_1000() {
        limit(CONCURRENCY_MAX, PolicyRulesTest::concurrency, INVALID_COMMAND, "/concurrency/limit");
        refused(concurrency(0), INVALID_COMMAND, "/concurrency/limit");
    }

    @Test
    void there_are_1_to_100_attempts() {
        limit(
                ATTEMPTS_MAX,
                n -> retry(n, RetryPolicy.AT_ONCE, 0, ALL),
                INVALID_COMMAND,
                "/retry/attempts");
        refused(retry(0, RetryPolicy.AT_ONCE, 0, ALL), INVALID_COMMAND, "/retry/attempts");
    }

    @Test
    void more_than_one_attempt_is_after_some_end() {
        accepted(retry(1, RetryPolicy.AT_ONCE, 0, List.of()));
        refused(retry(2, RetryPolicy.AT_ONCE, 0, List.of()), INVALID_COMMAND, "/retry/on");
    }

    @Test
    void a_jitter_is_a_part_of_the_delay() {
        limit(100, n -> retry(2, RetryPolicy.AT_ONCE, n, ALL), INVALID_COMMAND, "/retry/jitter");
        refused(retry(2, RetryPolicy.AT_ONCE, -1, ALL), INVALID_COMMAND, "/retry/jitter");
    }

    @Test
    void listed_delays_have_limits() {
        limit(
                RETRY_DELAYS_MAX,
                n -> delay(new ListedDelays(Collections.nCopies(n, 1))),
                INVALID_COMMAND,
                "/retry/delaySeconds");
        limit(
                RETRY_DELAY_SECONDS_MAX,
                n -> delay(new ListedDelays(List.of(0, n))),
                INVALID_COMMAND,
                "/retry/delaySeconds/1");
        refused(delay(new ListedDelays(List.of(-1))), INVALID_COMMAND, "/retry/delaySeconds");
    }

    @Test
    void a_delay_that_grows_has_limits() {
        accepted(delay(new ExponentialDelay(1, 100, 1)));
        limit(
                10_000,
                n -> delay(new ExponentialDelay(1, n, 60)),
                INVALID_COMMAND,
                "/retry/delaySeconds/factor");
        limit(
                RETRY_DELAY_SECONDS_MAX,
                n -> delay(new ExponentialDelay(1, 200, n)),
                INVALID_COMMAND,
                "/retry/delaySeconds/max");
        refused(
                delay(new ExponentialDelay(0, 200, 60)),
                INVALID_COMMAND,
                "/retry/delaySeconds/initial");
        refused(
                delay(new ExponentialDelay(60, 200, 59)),
                INVALID_COMMAND,
                "/retry/delaySeconds/max");
        refused(
                delay(new ExponentialDelay(60, 99, 60)),
                INVALID_COMMAND,
                "/retry/delaySeconds/factor");
    }

    private static Consumer<Draft> concurrency(int limit) {
        return draft -> draft.concurrency = new Concurrency(limit, Collision.QUEUE);
    }

    private static Consumer<Draft> delay(Delay delay) {
        return retry(3, delay, 0, ALL);
    }

    private static Consumer<Draft> retry(
            int attempts, Delay delay, int jitterPercent, List<RetryOn> on) {
        return draft -> draft.retry = new RetryPolicy(attempts, delay, jitterPercent, on);
    }
}

package dev.orrery.commands.domain.deployment;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.deployment.Concurrency;
import dev.orrery.schemas.deployment.DeploymentDocument;
import dev.orrery.schemas.deployment.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** What a document may say of how many runs there are, how long each may take, and how often. */
final class PolicyRules {

    private PolicyRules() {}

    static void check(FirstWrong wrong, DeploymentDocument document) {
        checkTimeOut(wrong, "/timeoutSeconds", document.timeoutSeconds());
        checkTimeOut(wrong, "/queueTimeoutSeconds", document.queueTimeoutSeconds());
        checkConcurrency(wrong, document.concurrency());
        checkRetry(wrong, document.retry());
    }

    private static void checkTimeOut(FirstWrong wrong, String field, @Nullable Integer seconds) {
        wrong.require(
                seconds == null || seconds >= 1,
                field,
                "A time-out is 1 second or more; leave it out for none.");
    }

    private static void checkConcurrency(FirstWrong wrong, @Nullable Concurrency concurrency) {
        wrong.require(
                concurrency == null
                        || (concurrency.limit() >= 1
                                && concurrency.limit() <= Limits.CONCURRENCY_MAX),
                "/concurrency/limit",
                "A limit is 1 to 1000; leave the concurrency out for none.");
    }

    private static void checkRetry(FirstWrong wrong, @Nullable RetryPolicy retry) {
        if (retry == null) {
            return;
        }
        wrong.require(
                retry.attempts() >= 1 && retry.attempts() <= Limits.ATTEMPTS_MAX,
                "/retry/attempts",
                "There are 1 to 100 attempts, the first included.");
        wrong.require(
                retry.jitterPercent() >= 0 && retry.jitterPercent() <= 100,
                "/retry/jitter",
                "A jitter is 0 to 1 of the delay.");
        wrong.require(
                retry.attempts() <= 1 || !retry.on().isEmpty(),
                "/retry/on",
                "Say on which ends a run is tried again, or leave it out for all.");
        switch (retry.delay()) {
            case RetryPolicy.ListedDelays(var seconds) -> {
                wrong.atMost("/retry/delaySeconds", seconds.size(), Limits.RETRY_DELAYS_MAX);
                for (int i = 0; i < seconds.size(); i++) {
                    var one = seconds.size() == 1 ? "" : "/" + i;
                    checkDelay(wrong, "/retry/delaySeconds" + one, seconds.get(i), 0);
                }
            }
            case RetryPolicy.ExponentialDelay(var initial, var factorPercent, var max) -> {
                checkDelay(wrong, "/retry/delaySeconds/initial", initial, 1);
                checkDelay(wrong, "/retry/delaySeconds/max", max, initial);
                wrong.require(
                        factorPercent >= 100 && factorPercent <= Limits.RETRY_FACTOR_PERCENT_MAX,
                        "/retry/delaySeconds/factor",
                        "A factor is 1 to 100.");
            }
        }
    }

    private static void checkDelay(FirstWrong wrong, String field, int seconds, int least) {
        wrong.require(
                seconds >= least && seconds <= Limits.RETRY_DELAY_SECONDS_MAX,
                field,
                "A delay has " + least + " seconds at least and 30 days at most.");
    }
}

package dev.orrery.verify.simulation;

import static dev.orrery.verify.simulation.Broken.require;

import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** An attempt is followed by another when the policy says so, as late as it says, and only then. */
final class RetryPromises {

    private RetryPromises() {}

    static void requireFollowing(Life life, RunRetryScheduled e, Instant at) {
        require(e.attempt() == life.following(), "attempts go on by one: %s", e);
        require(!e.scheduledFor().isBefore(at), "nothing is due in the past: %s", e);
        require(!life.cancelling, "what is to end is not tried again: %s", e);
        var failure = e.failure();
        if (failure == null) {
            require(life.ended, "only what has ended is tried again by hand: %s", e);
            require(!life.completed, "what is complete is not tried again: %s", e);
            require(e.scheduledFor().equals(at), "by hand it is tried again at once: %s", e);
            return;
        }
        require(
                !life.ended && isFollowed(life, failure.cause()),
                "the policy has another attempt: %s",
                e);
        var policy = Objects.requireNonNull(Objects.requireNonNull(life.work()).retry());
        double least = delayMillis(policy, life.attempt);
        double most = least * (100 + policy.jitterPercent()) / 100;
        long delay = Duration.between(at, e.scheduledFor()).toMillis();
        // A millisecond each time that a delay was rounded.
        require(
                delay >= least - life.attempt && delay <= most + 1,
                "the next attempt is due after %s to %s ms, and not %s: %s",
                least,
                most,
                delay,
                e);
    }

    /** An attempt that ended so is the last one. */
    static void requireLast(Life life, RetryOn how, boolean wanted) {
        require(
                !wanted || life.cancelling || !isFollowed(life, how),
                "the policy has another attempt after %s: %s",
                how,
                life);
    }

    private static boolean isFollowed(Life life, RetryOn how) {
        var policy = Objects.requireNonNull(life.work()).retry();
        return policy != null && life.attempt < policy.attempts() && policy.on().contains(how);
    }

    private static double delayMillis(RetryPolicy policy, int attempt) {
        return switch (policy.delay()) {
            case ListedDelays(var seconds) ->
                    seconds.isEmpty()
                            ? 0
                            : 1_000.0 * seconds.get(Math.min(attempt, seconds.size()) - 1);
            case ExponentialDelay(int initial, int percent, int max) ->
                    1_000.0 * Math.min(initial * Math.pow(percent / 100.0, attempt - 1), max);
        };
    }
}

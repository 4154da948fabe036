package dev.orrery.commands.domain.run;

import dev.orrery.commands.domain.deployment.Deployment;
import dev.orrery.schemas.deployment.RetryPolicy;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.event.AttemptFailure;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunRetryScheduled;
import dev.orrery.schemas.id.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether an attempt that ended badly is followed by another, and when. */
final class Retries {

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long PERCENT = 100;

    /** 2 to the power of 64, divided by the golden ratio: its multiples are far apart. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Retries() {}

    /** The next attempt, where the run's policy has one and nobody wants the run to end. */
    static Optional<Event> after(
            Run.Held run, AttemptFailure failure, RunContext context, Instant now) {
        var policy = context.specification().retry();
        if (policy == null || !isFollowed(failure, policy) || !isWanted(run, context)) {
            return Optional.empty();
        }
        int attempt = failure.attempt();
        var due = now.plus(delay(policy, run.id(), attempt));
        return Optional.of(new RunRetryScheduled(run.id(), attempt + 1, due, failure));
    }

    private static boolean isFollowed(AttemptFailure failure, RetryPolicy policy) {
        return failure.attempt() < policy.attempts() && policy.on().contains(failure.cause());
    }

    private static boolean isWanted(Run.Held run, RunContext context) {
        var ending = run instanceof Run.Cancelling;
        return !ending && Deployment.owns(context.deployment(), run.ticket().revision());
    }

    /**
     * How long after an attempt the next one is due.
     *
     * @param attempt the number of the one that ended
     */
    static Duration delay(RetryPolicy policy, RunId run, int attempt) {
        long millis = millis(policy.delay(), attempt);
        long most = millis * policy.jitterPercent() / PERCENT;
        return Duration.ofMillis(millis + Math.floorMod(scattered(run, attempt), most + 1));
    }

    /** Fixed by run and attempt, so that nothing is left to chance, and unlike its neighbours. */
    private static long scattered(RunId run, int attempt) {
        return ((run.value().getLeastSignificantBits() + attempt) * GOLDEN) >>> Integer.SIZE;
    }

    private static long millis(RetryPolicy.Delay delay, int attempt) {
        return switch (delay) {
            case ListedDelays(var seconds) when seconds.isEmpty() -> 0;
            case ListedDelays(var seconds) ->
                    seconds.get(Math.min(attempt, seconds.size()) - 1) * MILLIS_PER_SECOND;
            case ExponentialDelay d -> {
                long max = d.maxSeconds() * MILLIS_PER_SECOND;
                long millis = d.initialSeconds() * MILLIS_PER_SECOND;
                for (int i = 1; i < attempt && millis < max; i++) {
                    millis =
                            millis > max * PERCENT / d.factorPercent()
                                    ? max
                                    : millis * d.factorPercent() / PERCENT;
                }
                yield Math.min(millis, max);
            }
        };
    }
}

package dev.orrery.runner.lease;

import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says a report again until the processor has decided about it, with pauses that grow: what fails
 * at once would else be said as fast as it fails. Reports are idempotent by their fence.
 *
 * @param reporting the line to the processor
 * @param answerPatience how long each answer is waited for
 */
record Insistence(Reporting reporting, Duration answerPatience) {

    private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);

    private static final long PAUSE_MILLIS_MIN = 20;
    private static final long PAUSE_MILLIS_MAX = 2_000;

    /** These say nothing of the report, only that it should be said again. */
    private static final Set<String> AGAIN =
            Set.of(
                    Refusal.TIMED_OUT.name(),
                    Refusal.NOT_READY.name(),
                    Refusal.TOO_MANY_REQUESTS.name(),
                    Refusal.DEADLINE_PASSED.name(),
                    Refusal.INTERNAL.name());

    /**
     * Blocks until there is a decision.
     *
     * @param patience for all tries together
     * @param wanted whether anybody still needs to know
     * @return the decision; nothing when patience ended, or nobody wants it any more
     */
    @Nullable Reply decision(
            RootId root, Report.OfRun report, Duration patience, BooleanSupplier wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long pauseMillis = PAUSE_MILLIS_MIN;
        while (wanted.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            var reply = reply(root, report, Math.min(left, answerPatience.toNanos()));
            if (reply != null && isDecision(reply)) {
                return reply;
            }
            left = Math.max(0, deadline - System.nanoTime());
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(pauseMillis)));
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
        }
        return null;
    }

    private static boolean isDecision(Reply reply) {
        return switch (reply) {
            case Reply.Accepted _, Reply.Leased _ -> true;
            case Reply.Rejected rejected -> {
                LOG.debug("{}: {}", rejected.code(), rejected.message());
                yield !AGAIN.contains(rejected.code());
            }
        };
    }

    private @Nullable Reply reply(RootId root, Report.OfRun report, long nanos)
            throws InterruptedException {
        try {
            return reporting.ask(root, report).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException none) {
            LOG.debug("{} has no answer yet", report, none);
            return null;
        }
    }
}

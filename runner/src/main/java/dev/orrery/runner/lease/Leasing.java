package dev.orrery.runner.lease;

import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for leases.
 *
 * @param reporting the line to the processor
 * @param leases the book
 * @param runner who asks
 * @param patience how long an answer is waited for, all tries together
 */
record Leasing(Reporting reporting, Leases leases, RunnerId runner, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(Leasing.class);

    /** A report or its answer may be lost with a broker: ask again well before patience ends. */
    private static final int TRIES = 3;

    private static final Set<String> NO_ANSWERS =
            Set.of(
                    Refusal.TIMED_OUT.name(),
                    Refusal.NOT_READY.name(),
                    Refusal.TOO_MANY_REQUESTS.name());

    /** What came of asking. */
    sealed interface Answer {

        /**
         * The run is ours.
         *
         * @param lease which is in the book until it is removed
         * @param terms what the processor said
         */
        record Granted(Lease lease, Reply.Leased terms) implements Answer {}

        /** The run is not for us, or for nobody any more. */
        record Refused() implements Answer {}

        /** Nobody said anything that helps; others may try. */
        record Unanswered() implements Answer {}
    }

    /** Blocks until the answer is there, or patience ends. */
    Answer ask(RunReady ready) throws InterruptedException {
        var lease = leases.add(ready);
        // The lease counts from the first time that we ask, since that may be the one that is
        // granted.
        long sentNanos = System.nanoTime();
        var answer = answer(lease, sentNanos);
        switch (answer) {
            case Answer.Granted(var _, var terms) ->
                    leases.granted(lease, Duration.ofMillis(terms.leaseMillis()), sentNanos);
            case Answer.Refused _ -> leases.remove(lease);
            case Answer.Unanswered _ -> {
                // It may have been granted and the answer lost; then it is free at once again.
                giveBack(lease, "The runner did not hear the answer in time.");
            }
        }
        return answer;
    }

    /** Gives a run back whose work has not begun. */
    void giveBack(Lease lease, String why) {
        leases.remove(lease);
        reporting.tell(lease.deployment(), new ReturnRun(lease.run(), lease.fence(), why));
    }

    private Answer answer(Lease lease, long sentNanos) throws InterruptedException {
        var report = new LeaseRun(lease.run(), runner, lease.fence());
        for (long left = patience.toNanos();
                left > 0;
                left = patience.toNanos() - (System.nanoTime() - sentNanos)) {
            long nanos = Math.min(left, patience.toNanos() / TRIES);
            var reply = reply(lease, report, nanos);
            switch (reply) {
                case null -> LOG.debug("Run {}: no answer yet", lease.run());
                case Reply.Leased leased -> {
                    return new Answer.Granted(lease, leased);
                }
                case Reply.Rejected rejected when NO_ANSWERS.contains(rejected.code()) -> {
                    return new Answer.Unanswered();
                }
                case Reply.Rejected _, Reply.Accepted _ -> {
                    return new Answer.Refused();
                }
            }
        }
        return new Answer.Unanswered();
    }

    private @Nullable Reply reply(Lease lease, LeaseRun report, long nanos)
            throws InterruptedException {
        try {
            return reporting.ask(lease.deployment(), report).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return null;
        }
    }
}

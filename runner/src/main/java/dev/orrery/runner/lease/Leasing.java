package dev.orrery.runner.lease;

import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report.LeaseRun;
import dev.orrery.schemas.report.Report.ReturnRun;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for leases.
 *
 * @param reporting the line to the processor
 * @param leases the book
 * @param runner who asks
 * @param host the name of the machine that it is on
 * @param patience how long an answer is waited for, all tries together
 */
record Leasing(
        Reporting reporting, Leases leases, RunnerId runner, String host, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(Leasing.class);

    /** A report or its answer may be lost with a broker: ask again well before patience ends. */
    private static final int TRIES = 3;

    private static final Duration RETURN_PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETURN_ANSWER_PATIENCE = Duration.ofSeconds(5);

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

        /**
         * Nobody said anything that helps; others may try.
         *
         * @param lease which may have been granted and the answer lost: it must be given back
         */
        record Unanswered(Lease lease) implements Answer {}
    }

    /** Blocks until the answer is there, or patience ends. */
    Answer ask(RunReady ready) throws InterruptedException {
        var lease = leases.add(ready);
        // The lease counts from the first time that we ask, since that may be the one that is
        // granted.
        long sentNanos = System.nanoTime();
        var answer = answer(lease);
        switch (answer) {
            case Answer.Granted(var _, var terms) ->
                    leases.granted(lease, Duration.ofMillis(terms.leaseMillis()), sentNanos);
            case Answer.Refused _, Answer.Unanswered _ -> leases.remove(lease);
        }
        return answer;
    }

    /**
     * Gives a run back whose work has not begun, so that it is free at once again. Blocks until the
     * processor knows: a lease that nobody gives back ends the run as if it had been executed.
     */
    void giveBack(Lease lease, String why) throws InterruptedException {
        leases.remove(lease);
        var heard =
                new Insistence(reporting, RETURN_ANSWER_PATIENCE)
                        .decision(
                                lease.deployment(),
                                new ReturnRun(lease.run(), lease.fence(), why),
                                RETURN_PATIENCE,
                                () -> true);
        if (heard == null) {
            LOG.warn("Run {}: nobody heard that it was given back.", lease.run());
        }
    }

    private Answer answer(Lease lease) throws InterruptedException {
        var reply =
                new Insistence(reporting, patience.dividedBy(TRIES))
                        .decision(
                                lease.deployment(),
                                new LeaseRun(lease.run(), runner, lease.fence(), host),
                                patience,
                                () -> true);
        return switch (reply) {
            case null -> new Answer.Unanswered(lease);
            case Reply.Leased leased -> new Answer.Granted(lease, leased);
            case Reply.Rejected _, Reply.Accepted _ -> new Answer.Refused();
        };
    }
}

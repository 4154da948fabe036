package dev.orrery.runner.lease;

import dev.orrery.runner.lease.Lease.Ending;
import dev.orrery.runner.work.Assignment;
import dev.orrery.runner.work.Progress;
import dev.orrery.runner.work.Work;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Report.FinishRun;
import dev.orrery.schemas.report.Report.StartRun;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes what was leased and says how it went.
 *
 * @param work how runs are executed
 * @param reporting the line to the processor
 * @param leases the book
 * @param outputs where output goes
 */
record Attempts(Work work, Reporting reporting, Leases leases, OutputLog outputs) {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(5);

    // The lease is kept while we try, so this is about a processor that can't take the report: in
    // the end the lease expires and the run is crashed or retried.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Blocks until the run has ended and the processor knows, or the lease is gone. */
    void execute(Lease lease, Reply.Leased terms) throws InterruptedException {
        long began = System.nanoTime();
        var assignment =
                new Assignment(
                        terms.run(),
                        terms.deployment(),
                        terms.flow(),
                        terms.attempt(),
                        terms.scheduledTime(),
                        terms.specification());
        LOG.info("Run {} of {} begins, attempt {}.", lease.run(), terms.flow(), terms.attempt());
        var output = outputs.of(lease, terms.attempt());
        try {
            var outcome = reported(run(assignment, lease, output), lease.ending().get());
            output.awaitWritten(OUTPUT_PATIENCE);
            boolean told = finish(lease, outcome);
            double seconds = (System.nanoTime() - began) / 1e9;
            LOG.info(
                    "Run {} of {} ended, attempt {}, after {} s: {}{}",
                    lease.run(),
                    terms.flow(),
                    terms.attempt(),
                    String.format(Locale.ROOT, "%.1f", seconds),
                    described(outcome),
                    told ? "" : " Nothing was reported, the lease is gone.");
        } finally {
            leases.remove(lease);
        }
    }

    private Outcome run(Assignment assignment, Lease lease, OutputLog.RunLog output) {
        var progress =
                new Progress() {
                    @Override
                    public void began() {
                        reporting.tell(
                                lease.deployment(), new StartRun(lease.run(), lease.fence()));
                    }

                    @Override
                    public void printed(long firstLine, List<OutputLine> lines) {
                        output.write(firstLine, lines);
                    }
                };
        try {
            return work.run(assignment, progress, lease.steering());
        } catch (RuntimeException mistake) {
            // One run's misfortune is not that of the others, and its lease must not hang.
            LOG.error("Run {} could not be executed.", lease.run(), mistake);
            return new Outcome.Crashed("The runner made a mistake: " + mistake);
        }
    }

    /** What work that was ended is to be called depends on why it was. */
    static Outcome reported(Outcome outcome, Ending ending) {
        return outcome instanceof Outcome.Cancelled && ending == Ending.STOPPED
                ? new Outcome.Crashed("The runner was stopped while the run was executing.")
                : outcome;
    }

    /** False when the processor did not take it, because the run is ours no more. */
    private boolean finish(Lease lease, Outcome outcome) throws InterruptedException {
        var decision =
                new Insistence(reporting, ANSWER_PATIENCE)
                        .decision(
                                lease.deployment(),
                                new FinishRun(lease.run(), lease.fence(), outcome),
                                PATIENCE,
                                () -> !lease.isLost());
        return switch (decision) {
            case null -> false;
            case Reply.Accepted _, Reply.Leased _ -> true;
            case Reply.Rejected rejected -> {
                LOG.warn("Run {}: its end was refused: {}", lease.run(), rejected.message());
                yield false;
            }
        };
    }

    private static String described(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed _ -> "completed.";
            case Outcome.Failed failed -> "failed. " + failed.message();
            case Outcome.Crashed crashed -> "crashed. " + crashed.message();
            case Outcome.Cancelled cancelled -> "cancelled. " + cancelled.message();
        };
    }
}

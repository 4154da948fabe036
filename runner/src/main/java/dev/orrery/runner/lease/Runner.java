package dev.orrery.runner.lease;

import dev.orrery.runner.work.Work;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the runs of one work pool and executes them. */
public final class Runner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final Duration GREETING_PATIENCE = Duration.ofSeconds(10);
    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(15);

    private final RunnerId id;
    private final RunnerSettings settings;
    private final int partitions;
    private final Reporting reporting;
    private final Leases leases;
    private final OutputLog outputs;
    private final Renewals renewals;
    private final ControlLine control;
    private final Intake intake;

    private Runner(
            RunnerId id,
            RunnerSettings settings,
            Clients clients,
            int partitions,
            Codecs codecs,
            Reporting reporting,
            Work work) {
        this.id = id;
        this.settings = settings;
        this.partitions = partitions;
        this.reporting = reporting;
        leases = new Leases(settings.killMargin(), System::nanoTime);
        outputs = new OutputLog(clients.output(), codecs.output(), partitions);
        renewals = new Renewals(leases, clients.heartbeats(), codecs.heartbeats(), partitions);
        control =
                new ControlLine(clients.control(), codecs.control(), id, leases, settings.grace());
        intake =
                new Intake(
                        settings.capacity(),
                        records -> clients.wakeUps(new Pool(settings.pool()), records),
                        codecs.ready(),
                        new Leasing(reporting, leases, id, settings.answerPatience()),
                        new Attempts(work, reporting, leases, outputs));
    }

    /**
     * Starts a runner; it takes work at once.
     *
     * @param kafka what every Kafka client needs: servers, security
     * @param exchange the line to the processor; it must outlive the runner
     * @param work how runs are executed; it must outlive the runner
     */
    public static Runner start(
            Map<String, Object> kafka,
            Codecs codecs,
            Exchange exchange,
            RunnerSettings settings,
            Work work)
            throws IOException, InterruptedException {
        String name = RunnerName.in(settings.folder());
        var clients = new Clients(kafka, name);
        int partitions = prepare(clients, new Pool(settings.pool()));
        var runner =
                new Runner(
                        RunnerId.of(name, System.currentTimeMillis()),
                        settings,
                        clients,
                        partitions,
                        codecs,
                        new ExchangeReporting(exchange),
                        work);
        runner.begin();
        return runner;
    }

    /** Sets the share group up; returns into how many partitions the log is divided. */
    private static int prepare(Clients clients, Pool pool) throws InterruptedException {
        try (var admin = clients.admin()) {
            pool.configure(admin);
            return Pool.partitions(admin, Topics.REPORTS);
        }
    }

    private void begin() throws InterruptedException {
        control.start(partitions);
        renewals.start();
        greet();
        intake.start();
        LOG.info(
                "Runner {} takes runs of the pool {}, {} at once.",
                id,
                settings.pool(),
                settings.capacity());
    }

    /** Says hello on every partition, so that what an earlier life held is crashed at once. */
    private void greet() throws InterruptedException {
        var answers = new ArrayList<CompletableFuture<?>>();
        for (int partition = 0; partition < partitions; partition++) {
            answers.add(reporting.ask(partition, new StartRunner(id)));
        }
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .get(GREETING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException late) {
            // It stands before our leases in the log, and will be heard before them.
            LOG.warn(
                    "The processor has not answered the runner's greeting yet: {}",
                    late.toString());
        }
    }

    public RunnerId id() {
        return id;
    }

    /** Takes nothing more, lets what runs end, and ends what does not in time. */
    @Override
    public void close() throws InterruptedException {
        intake.stop();
        if (!intake.awaitIdle(settings.drain())) {
            var left = leases.all();
            LOG.info("{} runs are still executing and are ended.", left.size());
            left.forEach(lease -> lease.end(Lease.Ending.STOPPED, settings.grace()));
            if (!intake.awaitIdle(settings.grace().plus(REPORT_PATIENCE))) {
                LOG.warn("Some runs could not be ended and reported in time.");
            }
        }
        control.close();
        renewals.close();
        outputs.close();
    }
}

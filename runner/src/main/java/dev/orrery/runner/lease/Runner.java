package dev.orrery.runner.lease;

import dev.orrery.runner.work.Work;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.report.Report.StartRunner;
import dev.orrery.schemas.signal.Heartbeat.RunnerPresent;
import dev.orrery.schemas.topic.TopicCatalogue;
import dev.orrery.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the runs of work pools and executes them. One a process, however many pools it serves: the
 * processor knows a runner by its name, and what another life of the name holds has crashed.
 */
public final class Runner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private static final Duration GREETING_PATIENCE = Duration.ofSeconds(10);
    private static final Duration GREETING_PAUSE = Duration.ofSeconds(2);
    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(15);

    private final RunnerId id;
    private final RunnerSettings settings;
    private final int partitions;
    private final Leases leases;
    private final OutputLog outputs;
    private final Renewals renewals;
    private final Presence presence;
    private final ControlLine control;
    private final Intake intake;
    private final Thread opening;

    private Runner(
            RunnerId id,
            RunnerSettings settings,
            Clients clients,
            int partitions,
            Codecs codecs,
            Reporting reporting,
            Work work,
            Consumer<Throwable> fault) {
        this.id = id;
        this.settings = settings;
        this.partitions = partitions;
        opening =
                Thread.ofPlatform()
                        .name("runner-opening")
                        .daemon()
                        .unstarted(() -> open(work, greeting(reporting), fault));
        leases = new Leases(settings.killMargin(), System::nanoTime);
        outputs = new OutputLog(clients.output(), codecs.output(), partitions);
        var heartbeats = clients.heartbeats();
        renewals = new Renewals(leases, heartbeats, codecs.heartbeats(), partitions);
        presence =
                new Presence(
                        new RunnerPresent(id, settings.host(), settings.pools()),
                        heartbeats,
                        codecs.heartbeats(),
                        partitions);
        var letters = new DeadLetters(clients::letters, codecs.deadLetters());
        control =
                new ControlLine(
                        clients::control, codecs.control(), letters, id, leases, settings.grace());
        intake =
                new Intake(
                        pools(settings),
                        settings.capacity(),
                        clients::wakeUps,
                        codecs.ready(),
                        letters,
                        new Leasing(
                                reporting, leases, id, settings.host(), settings.answerPatience()),
                        new Attempts(work, reporting, leases, outputs));
    }

    /**
     * Starts a runner. It takes work as soon as nothing is left of its earlier life, which it does
     * not wait for here.
     *
     * @param kafka what every Kafka client needs: servers, security
     * @param exchange the line to the processor; it must outlive the runner
     * @param work how runs are executed; it must outlive the runner
     * @param fault told why the runner can't take work, should that be so
     */
    public static Runner start(
            Map<String, Object> kafka,
            Codecs codecs,
            Exchange exchange,
            RunnerSettings settings,
            Work work,
            Consumer<Throwable> fault)
            throws IOException, InterruptedException {
        String name = RunnerName.in(settings.folder(), settings.host());
        var clients = new Clients(kafka, name);
        int partitions = prepare(clients, settings);
        var runner =
                new Runner(
                        RunnerId.of(name, System.currentTimeMillis()),
                        settings,
                        clients,
                        partitions,
                        codecs,
                        new ExchangeReporting(exchange),
                        work,
                        fault);
        runner.begin();
        return runner;
    }

    private Greeting greeting(Reporting reporting) {
        var hello = new StartRunner(id, settings.host(), settings.pools());
        return new Greeting(reporting, hello, partitions);
    }

    private static List<Pool> pools(RunnerSettings settings) {
        var pools = new ArrayList<Pool>();
        for (var name : settings.pools()) {
            pools.add(new Pool(name, null));
            pools.add(new Pool(name, settings.host()));
        }
        return pools;
    }

    /** Sets the share groups up; returns into how many partitions the log is divided. */
    private static int prepare(Clients clients, RunnerSettings settings)
            throws InterruptedException {
        try (var admin = clients.admin()) {
            // Before anybody hears of the host: the processor must not send where no topic is.
            TopicCatalogue.ensureHost(admin, settings.pools(), settings.host());
            for (Pool pool : pools(settings)) {
                pool.configure(admin);
            }
            return Pool.partitions(admin, Topics.REPORTS);
        }
    }

    private void begin() {
        control.start(partitions);
        renewals.start();
        opening.start();
    }

    /** In this order: what is crashed may be retried, and must not be executed still. */
    private void open(Work work, Greeting greeting, Consumer<Throwable> fault) {
        try {
            work.endLeftovers();
            greet(greeting);
            presence.start();
            intake.start();
            LOG.info(
                    "Runner {} on the host '{}' takes runs of {}, {} at once.",
                    id,
                    settings.host(),
                    String.join(", ", settings.pools()),
                    settings.capacity());
            while (!greeting.say(GREETING_PATIENCE)) {
                Thread.sleep(GREETING_PAUSE);
            }
        } catch (InterruptedException _) {
            // Closed.
        } catch (IOException | RuntimeException failure) {
            // Who is interrupted in a file's channel hears it as a fault of the file.
            if (!Thread.currentThread().isInterrupted()) {
                fault.accept(failure);
            }
        }
    }

    private static void greet(Greeting greeting) throws InterruptedException {
        if (!greeting.say(GREETING_PATIENCE)) {
            // Who hears it stands before our leases in the log; who does not is greeted again.
            LOG.warn(
                    "{} partitions have not answered the runner's greeting yet.",
                    greeting.silent());
        }
    }

    /**
     * Whether it takes runs: nothing is left of its earlier life, and all that it hears and keeps
     * leases with is open. What it can't know is whether Kafka and the processor are there.
     */
    public boolean isRunning() {
        return intake.isTaking() && control.isHearing() && renewals.isRunning();
    }

    public RunnerId id() {
        return id;
    }

    /** Takes nothing more, lets what runs end, and ends what does not in time. */
    @Override
    public void close() throws InterruptedException {
        opening.interrupt();
        opening.join();
        intake.stop();
        presence.close();
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

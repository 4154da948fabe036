package dev.orrery.server.node;

import dev.orrery.commands.api.ArtifactRoutes;
import dev.orrery.commands.api.CommandRoutes;
import dev.orrery.commands.api.ExchangeSubmission;
import dev.orrery.commands.api.KafkaOutput;
import dev.orrery.commands.api.OutputIntake;
import dev.orrery.commands.api.ScheduleRoutes;
import dev.orrery.commands.api.TrackingRoutes;
import dev.orrery.commands.api.ViewsRoutes;
import dev.orrery.commands.processor.CommandProcessor;
import dev.orrery.commands.processor.ProcessorSettings;
import dev.orrery.commands.processor.Publishers;
import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.api.RebuildRoutes;
import dev.orrery.projections.generation.Generations;
import dev.orrery.runner.lease.Runner;
import dev.orrery.runner.lease.RunnerSettings;
import dev.orrery.runner.work.Archives;
import dev.orrery.runner.work.ProcessWork;
import dev.orrery.runner.work.Work;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.artifact.store.Artifacts;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.exchange.Exchange;
import dev.orrery.schemas.exchange.ExchangeSettings;
import dev.orrery.schemas.signature.ClusterKeys;
import dev.orrery.server.edge.About;
import dev.orrery.server.edge.Allowed;
import dev.orrery.server.edge.Edge;
import dev.orrery.server.edge.EdgeSettings;
import dev.orrery.server.edge.Health;
import dev.orrery.server.edge.Hosts;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of Orrery, running: everything is put together here, top to bottom. */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final String RUNNER = "runner";

    private final NodeSettings settings;
    private final Parts parts = new Parts();
    private final Map<String, BooleanSupplier> readiness = new ConcurrentSkipListMap<>();
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Endpoints endpoints;

    /**
     * Starts everything that the settings ask for.
     *
     * @throws StartRefused when the user has to mend something first
     */
    public static Node start(NodeSettings settings) throws InterruptedException {
        return new Node(settings).started(null);
    }

    /**
     * @param work in place of child processes, for measurements
     */
    public static Node start(NodeSettings settings, Work work) throws InterruptedException {
        return new Node(settings).started(work);
    }

    /**
     * Starts too, and stops in order when the process is told to stop, by Ctrl-C or SIGTERM, even
     * in the middle of the start.
     */
    public static Node startWithProcess(NodeSettings settings) throws InterruptedException {
        var node = new Node(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "orrery-stop"));
        return node.started(null);
    }

    private Node(NodeSettings settings) {
        settings.requireRegistryOfEveryNode();
        settings.requireAddressForOthers();
        this.settings = settings;
    }

    private Node started(@Nullable Work work) throws InterruptedException {
        parts.start(() -> startAll(work));
        return this;
    }

    private void startAll(@Nullable Work work) throws InterruptedException {
        var folder = parts.add("data folder", DataFolder.claim(settings.data()));
        Endpoints.removeFrom(folder.path());
        Layout.check(folder.path());
        // Before anything works, so that a start that is refused for its port has changed nothing.
        var edge = settings.port().isPresent() ? parts.add("port", bind()) : null;
        var keys = clusterKeys();
        var kafka = KafkaConnection.open(settings, folder, parts);
        var schemas = SchemaConnection.open(settings, folder, kafka, parts);
        var codecs = schemas.codecs();
        var artifacts = new Artifacts(kafka.clients(), codecs.artifacts());
        var instance = "orrery-" + NodeName.in(folder.path());
        if (settings.has(NodeRole.PROCESSOR)) {
            startProcessor(kafka, codecs, instance, keys.orElseThrow());
        }
        var exchange = startExchange(kafka, codecs, instance, keys);
        if (settings.has(NodeRole.RUNNER)) {
            // Whoever asks before it is started is to know that there will be one.
            readiness.put(RUNNER, () -> false);
        }
        var views =
                settings.has(NodeRole.PROJECTOR)
                        ? parts.add(
                                "projector",
                                NodeViews.open(
                                        settings,
                                        kafka,
                                        codecs,
                                        new NodeViews.Place(instance, state(), edge),
                                        exchange,
                                        fault::complete))
                        : null;
        if (views != null) {
            readiness.put("projector", views::isCaughtUp);
        }
        if (edge != null && !settings.has(NodeRole.API)) {
            edge.open(new Health(this::ready)::addTo);
        } else if (edge != null) {
            var output =
                    parts.add(
                            "output",
                            new KafkaOutput(
                                    kafka.clients(), codecs.output(), settings.partitions()));
            var reads = views == null ? null : new ReadApi(views, codecs.output());
            openApi(edge, exchange, output, artifacts, reads, views);
        }
        // Commands are answered from here on, and neither the views nor the runs are waited for.
        if (views != null) {
            views.start();
        }
        if (settings.has(NodeRole.RUNNER)) {
            startRunner(kafka, codecs, exchange, artifacts, work);
        }
        if (edge != null) {
            // Once more, and last, since it is to stop before all that it stands on.
            parts.add("API", edge);
        }
        var reached =
                new Endpoints(
                        edge == null || !settings.has(NodeRole.API)
                                ? "none here"
                                : "http://" + Hosts.inAddress(settings.host()) + ":" + edge.port(),
                        kafka.bootstrapServers(),
                        schemas.url(),
                        ProcessHandle.current().pid());
        parts.add("endpoints", () -> Endpoints.removeFrom(folder.path()));
        reached.writeTo(folder.path());
        endpoints = reached;
    }

    /** Only who signs and who verifies has them: a runner can't speak for anybody. */
    private Optional<ClusterKeys> clusterKeys() {
        return settings.has(NodeRole.API) || settings.has(NodeRole.PROCESSOR)
                ? Optional.of(ClusterKeyFile.of(settings))
                : Optional.empty();
    }

    private Edge bind() {
        var edge =
                EdgeSettings.of(
                        settings.host(),
                        settings.port().orElseThrow(),
                        settings.artifactLimits().archiveBytesMax());
        return Edge.start(
                settings.advertised().map(known -> edge.withName(known.host())).orElse(edge));
    }

    private void startProcessor(
            KafkaConnection kafka, Codecs codecs, String instance, ClusterKeys keys) {
        var processor =
                parts.add(
                        "processor",
                        new CommandProcessor(
                                kafka.clients(),
                                state(),
                                instance,
                                codecs,
                                ProcessorSettings.of(
                                                settings.partitions(),
                                                kafka.source(),
                                                new HashSet<>(settings.pools()),
                                                new Publishers(keys, settings.unsignedRole()))
                                        .withStandbyReplicas(settings.standbyReplicas())
                                        .withLease(settings.lease())
                                        .withLateAfter(settings.lateAfter()),
                                fault::complete));
        processor.start();
        readiness.put("processor", processor::isRunning);
    }

    private Exchange startExchange(
            KafkaConnection kafka, Codecs codecs, String instance, Optional<ClusterKeys> keys) {
        var defaults = ExchangeSettings.of("/" + instance, RUNNER);
        var exchange =
                parts.add(
                        "exchange",
                        Exchange.start(
                                kafka.clients(),
                                settings.partitions(),
                                codecs,
                                new ExchangeSettings(
                                        defaults.source(),
                                        defaults.actor(),
                                        settings.commandsInFlightMax(),
                                        defaults.reportsInFlightMax(),
                                        settings.commandTimeout(),
                                        defaults.drain(),
                                        keys)));
        var _ = exchange.fault().thenAccept(fault::complete);
        readiness.put("exchange", exchange::isRunning);
        return exchange;
    }

    private void startRunner(
            KafkaConnection kafka,
            Codecs codecs,
            Exchange exchange,
            Artifacts artifacts,
            @Nullable Work given)
            throws InterruptedException {
        var folder = settings.data().resolve(RUNNER);
        try {
            var work =
                    given == null
                            ? parts.add(
                                    "work",
                                    ProcessWork.open(workSettings(folder), archives(artifacts)))
                            : given;
            var runnerSettings = runnerSettings(folder);
            var runner =
                    parts.add(
                            RUNNER,
                            Runner.start(
                                    kafka.clients(),
                                    codecs,
                                    exchange,
                                    runnerSettings,
                                    work,
                                    fault::complete));
            readiness.put(RUNNER, runner::isRunning);
        } catch (IOException failure) {
            throw new StartRefused(
                    "The runner's folder " + folder + " can't be used: " + failure.getMessage(),
                    failure);
        }
    }

    private static Archives archives(Artifacts artifacts) {
        return artifact -> {
            try {
                return artifacts.get(artifact);
            } catch (KafkaException away) {
                throw new IOException("The artifacts can't be read: " + away.getMessage(), away);
            }
        };
    }

    private RunnerSettings runnerSettings(Path folder) {
        var runner =
                RunnerSettings.of(settings.pools(), settings.runnerCapacity(), folder)
                        .withDrain(settings.drain())
                        .withGrace(settings.grace());
        return settings.runnerHost().map(runner::withHost).orElse(runner);
    }

    private WorkSettings workSettings(Path folder) {
        var work = WorkSettings.in(folder).withGrace(settings.grace());
        return settings.secrets().map(work::withSecrets).orElse(work);
    }

    private void openApi(
            Edge edge,
            Exchange exchange,
            OutputIntake output,
            Artifacts artifacts,
            @Nullable ReadApi reads,
            @Nullable Generations views) {
        var submission =
                new ExchangeSubmission(exchange, settings.commandTimeout(), InstantSource.system());
        edge.open(routes -> {
            new Health(this::ready).addTo(routes);
            new About(settings.artifactLimits()).addTo(routes);
            var pushed = new ArtifactRoutes(artifacts, settings.artifactLimits());
            pushed.addTo(routes, Allowed::new);
            new CommandRoutes(submission, pushed::isPushed).addTo(routes, Allowed::new);
            new ScheduleRoutes(submission, Previews::next, InstantSource.system())
                    .addTo(routes, Allowed::new);
            new TrackingRoutes(
                            submission,
                            output,
                            run ->
                                    reads == null
                                            ? CompletableFuture.completedFuture(false)
                                            : reads.isExecuted(run))
                    .addTo(routes, Allowed::new);
            new ViewsRoutes(submission).addTo(routes, Allowed::new);
            if (reads != null) {
                reads.addTo(routes, Allowed::new);
            }
            if (views != null) {
                new RebuildRoutes(views).addTo(routes, Allowed::new);
            }
        });
    }

    /** Each part that can be more or less ready, and whether it is. */
    public Map<String, Boolean> ready() {
        var now = new LinkedHashMap<String, Boolean>();
        readiness.forEach((name, part) -> now.put(name, part.getAsBoolean()));
        return now;
    }

    /** Returns when every part is ready. */
    public void awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        while (ready().containsValue(false)) {
            if (closed.get()) {
                throw new StartStopped(fault.getNow(null));
            }
            if (fault.isDone() || System.nanoTime() - start > READY_MAX.toNanos()) {
                throw new IllegalStateException("Orrery did not become ready", fault.getNow(null));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /**
     * Returns when a part can't go on; the process being told to stop ends the wait with it.
     *
     * @return why it can't go on
     */
    public Throwable awaitFault() {
        return fault.join();
    }

    public NodeSettings settings() {
        return settings;
    }

    public Endpoints endpoints() {
        return Objects.requireNonNull(endpoints, "a node is given out when it is started");
    }

    /** Stops everything in order; what runs is drained first. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (endpoints != null) {
            LOG.info(
                    "Stopping: runs that are executing have {} s to end",
                    settings.drain().toSeconds());
        }
        parts.close();
    }

    private Path state() {
        return settings.data().resolve("streams");
    }
}

package dev.orrery.projections.generation;

import dev.orrery.projections.api.GenerationReads;
import dev.orrery.projections.api.OpenGenerations;
import dev.orrery.projections.api.Rebuilding;
import dev.orrery.projections.stream.GroupProgress;
import dev.orrery.projections.stream.Leftovers;
import dev.orrery.projections.stream.Projector;
import dev.orrery.projections.stream.ProjectorSettings;
import dev.orrery.projections.view.ViewSnapshot;
import dev.orrery.projections.view.WholeViews;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.ViewsCommand.SwitchViews;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.signal.LiveViews;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what is decided about the views. While a generation is built beside the live one, both
 * are folded here and the live one is read. Once the group that builds has come to where the log
 * ended a second before, each node asks for the switch, and the first has its way. A node that
 * hears of it reads the new one as soon as its own part of that is whole. The old one stays open
 * for as long as a read of it, begun here or on another node, may last.
 */
public final class Generations implements OpenGenerations, Rebuilding, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    /** A read may wait half a minute for a position, and its answer comes a little later. */
    private static final Duration OLD_KEPT = Duration.ofSeconds(40);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(10);
    private static final Duration STOP_MAX = Duration.ofSeconds(15);

    private final ProjectorSettings settings;
    private final Codecs codecs;
    private final Optional<String> cluster;
    private final Function<SwitchViews, CompletableFuture<Reply>> processor;
    private final Consumer<Throwable> whenStopped;
    private final LiveViewsFeed feed;
    private final Admin admin;
    private final GroupProgress progress;
    private final Leftovers leftovers;
    private final Thread thread;
    private final Map<Integer, Generation> open = new ConcurrentHashMap<>();
    private final Map<Integer, String> stopped = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unreadSince = new HashMap<>();
    private final Map<String, Long> lastDone = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
    private boolean swept;
    private volatile LiveViews decided;
    private volatile Generation live;
    private volatile boolean closed;

    /**
     * Sees which generation is live, and opens it.
     *
     * @param settings of any generation
     * @param cluster which log the nodes of the cluster are of; nothing where there is one node
     * @param processor asks it for a switch
     * @param whenStopped is told why, once, when the views that are read can't be folded any
     *     further
     */
    public Generations(
            ProjectorSettings settings,
            Codecs codecs,
            Optional<String> cluster,
            Function<SwitchViews, CompletableFuture<Reply>> processor,
            Consumer<Throwable> whenStopped) {
        this.settings = settings;
        this.codecs = codecs;
        this.cluster = cluster;
        this.processor = processor;
        this.whenStopped = whenStopped;
        feed = new LiveViewsFeed(settings.client(), codecs.views());
        admin = Admin.create(settings.client());
        progress = new GroupProgress(admin, settings.client(), settings.partitions());
        leftovers = new Leftovers(admin, settings.stateFolder());
        decided = feed.latest();
        live = make(decided.live());
        thread = Thread.ofPlatform().name("orrery-views").daemon().unstarted(this::follow);
    }

    /**
     * Begins to fold and to follow; the topics must be there.
     *
     * @param beforeRestoring done first where the views that are read must be restored
     */
    public void start(Runnable beforeRestoring) {
        live.start(beforeRestoring);
        thread.start();
    }

    /** Whether the generation that is read here is whole. */
    public boolean isCaughtUp() {
        return live.isCaughtUp();
    }

    /** How many partitions the log has. */
    public int partitionCount() {
        return settings.partitions();
    }

    /** Those that are folded here, of the generation that is read. */
    public Set<Integer> partitions() {
        return live.views().partitions();
    }

    /** All rows of the generation that is read. */
    public WholeViews rows() {
        return new WholeViews() {
            @Override
            public long sequence(int partition) {
                return live.rows().sequence(partition);
            }

            @Override
            public ViewSnapshot open(int partition) throws InterruptedException {
                return live.rows().open(partition);
            }
        };
    }

    @Override
    public GenerationReads live() {
        return live.reads();
    }

    @Override
    public Optional<GenerationReads> of(int generation) {
        return Optional.ofNullable(open.get(generation)).map(Generation::reads);
    }

    @Override
    public Position floor(int generation) {
        if (open.size() == 1) {
            return Position.START;
        }
        var floor = new TreeMap<Integer, Long>();
        open.forEach((number, other) -> {
            if (number < generation) {
                other.reads()
                        .reach()
                        .sequences()
                        .forEach((each, sequence) -> floor.merge(each, sequence, Math::max));
            }
        });
        return new Position(floor);
    }

    @Override
    public LiveViews decided() {
        return decided;
    }

    @Override
    public int here() {
        return live.number();
    }

    @Override
    public @Nullable String stopped(int generation) {
        return stopped.get(generation);
    }

    @Override
    public List<Part> progress(int generation) {
        try {
            return progress.of(generation).stream()
                    .map(each ->
                            new Part(
                                    each.partition().topic(),
                                    each.partition().partition(),
                                    each.position(),
                                    each.end()))
                    .toList();
        } catch (ExecutionException silent) {
            throw new ApiProblem(
                    Refusal.NOT_READY, "Kafka does not say how far it is; ask again in a second");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ApiProblem(Refusal.NOT_READY, "The server stops; ask another one");
        }
    }

    private Generation make(int number) {
        var made =
                new Generation(
                        settings.of(number), codecs, cluster, fault -> faulted(number, fault));
        open.put(number, made);
        return made;
    }

    /** What is only being built must not stop what is read. */
    private void faulted(int number, Throwable fault) {
        if (number == decided.live() || number == live.number()) {
            whenStopped.accept(fault);
        } else {
            stopped.put(number, Projector.sentence(fault));
        }
    }

    private void follow() {
        try {
            while (!closed) {
                feed.poll();
                var now = feed.latest();
                if (now.version() > decided.version()) {
                    decided = now;
                    swept = false;
                    // Those of another generation say nothing of this one.
                    ends = Map.of();
                }
                turn(now);
            }
        } catch (RuntimeException fault) {
            if (!closed) {
                LOG.error("What is decided about the views can't be followed", fault);
                whenStopped.accept(fault);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            feed.close();
        }
    }

    private void turn(LiveViews now) throws InterruptedException {
        build(now);
        switchTo(now.live());
        discardUnread(now);
        try {
            var building = now.building();
            if (building != null && isDue("look", LOOK_EVERY)) {
                askForSwitch(building);
            }
            // Nothing is thrown away on the word of a topic that says nothing.
            if (!swept && now.version() > 0 && isDue("sweep", SWEEP_EVERY)) {
                var kept = new HashSet<>(open.keySet());
                kept.addAll(wanted(now));
                swept = leftovers.sweep(kept);
            }
        } catch (UncheckedIOException failure) {
            LOG.warn("What nobody reads is thrown away later", failure);
        } catch (ExecutionException failure) {
            // Kafka may be away for a while, and what is read stays as it is.
            LOG.warn("Kafka does not do what the views need of it, and is asked again", failure);
        }
    }

    private static Set<Integer> wanted(LiveViews now) {
        var wanted = new HashSet<>(Set.of(now.live()));
        if (now.building() != null) {
            wanted.add(now.building());
        }
        return wanted;
    }

    private void build(LiveViews now) {
        for (int each : wanted(now)) {
            if (!open.containsKey(each) && isDue("open " + each, TRY_AGAIN_AFTER)) {
                LOG.info("Generation {} of the views is built from the log", each);
                var made = make(each);
                try {
                    made.start(() -> {});
                } catch (RuntimeException failure) {
                    open.remove(each);
                    made.close();
                    LOG.warn("Generation {} of the views is tried again soon", each, failure);
                }
            }
        }
    }

    private void switchTo(int number) {
        if (number == live.number()) {
            return;
        }
        if (stopped.containsKey(number)) {
            // What stopped it may have passed, and meanwhile the old one is read.
            var again = open.remove(number);
            stopped.remove(number);
            if (again != null) {
                again.close();
            }
            return;
        }
        var next = open.get(number);
        if (next != null && next.isCaughtUp() && next.isNear(live)) {
            live = next;
            LOG.info("Generation {} of the views is read from now on", number);
        }
    }

    private void discardUnread(LiveViews now) {
        var kept = wanted(now);
        kept.add(live.number());
        for (var each : List.copyOf(open.values())) {
            int number = each.number();
            if (kept.contains(number)) {
                continue;
            }
            long since = unreadSince.computeIfAbsent(number, _ -> System.nanoTime());
            // One that was given up before it was live has no readers.
            boolean mayBeRead = number < live.number();
            if (!mayBeRead || System.nanoTime() - since > OLD_KEPT.toNanos()) {
                open.remove(number);
                swept = false;
                try {
                    each.discard();
                } catch (UncheckedIOException failure) {
                    LOG.warn("Generation {} of the views is thrown away later", number, failure);
                }
            }
        }
    }

    private void askForSwitch(int building) throws ExecutionException, InterruptedException {
        var generation = open.get(building);
        if (generation == null || stopped.containsKey(building)) {
            return;
        }
        var now = progress.of(building);
        var before = ends;
        ends = new HashMap<>();
        now.forEach(each -> ends.put(each.partition(), each.end()));
        boolean isThere =
                now.stream()
                        .allMatch(each ->
                                each.position()
                                        >= before.getOrDefault(each.partition(), Long.MAX_VALUE));
        if (isThere && generation.isCaughtUp() && asked.isDone()) {
            asked = processor.apply(new SwitchViews(building)).handle(Generations::asked);
        }
    }

    /** Another node may have asked before; what else is refused is to be seen. */
    private static boolean asked(@Nullable Reply reply, @Nullable Throwable failure) {
        if (reply instanceof Rejected refusal) {
            LOG.warn("The switch of the views is refused: {}", refusal.message());
        } else if (failure != null) {
            LOG.warn("The switch of the views is asked for again", failure);
        }
        return failure == null;
    }

    private boolean isDue(String what, Duration every) {
        long now = System.nanoTime();
        var last = lastDone.get(what);
        if (last != null && now - last < every.toNanos()) {
            return false;
        }
        lastDone.put(what, now);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (thread.getState() == Thread.State.NEW) {
                feed.close();
            } else if (!thread.join(STOP_MAX)) {
                thread.interrupt();
                thread.join(STOP_MAX);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        open.values().forEach(Generation::close);
        progress.close();
        admin.close(Duration.ZERO);
    }
}

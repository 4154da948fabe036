package dev.orrery.projections.stream;

import dev.orrery.projections.peer.Owners;
import dev.orrery.projections.stream.LostStores.Found;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.projections.view.WholeViews;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The role that keeps the views of the log, from its start to its end. */
public final class Projector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final int LOG_END_FETCH_MILLIS = 10;
    private static final Duration LAST_RECORDS_PATIENCE = Duration.ofSeconds(30);
    private static final Duration SESSION_OVER = Duration.ofSeconds(3);
    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final ProjectorSettings settings;
    private final EventFormat events;
    private final Positions positions;
    private final Snapshots snapshots;
    private final KafkaStreams streams;
    private final StoreFolder folder;
    private final StoreReader reader;
    private volatile boolean started;

    /**
     * @param whenStopped is told why, once, when the log can't be folded any further
     */
    public Projector(ProjectorSettings settings, Codecs codecs, Consumer<Throwable> whenStopped) {
        this.settings = settings;
        events = new EventFormat(codecs.events());
        positions = new Positions(settings.partitions());
        snapshots = new Snapshots(positions);
        var topology = ProjectorTopology.of(codecs, positions, snapshots, settings.outputKept());
        streams = new KafkaStreams(topology, settings.streams());
        folder = new StoreFolder(settings.stateFolder(), settings.application());
        streams.setUncaughtExceptionHandler(fault -> {
            LOG.error("The views stop: {}", sentence(fault));
            whenStopped.accept(fault);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        reader = new StoreReader(OpenStores.active(streams), positions, settings.partitions());
    }

    /**
     * Begins to fold; the topics must be there.
     *
     * @param beforeRestoring done first where there are no stores to go on with, since what then
     *     follows takes all that a machine has
     */
    public void start(Runnable beforeRestoring) {
        boolean isAnythingThere;
        try (var consumer = new KafkaConsumer<byte[], byte[]>(consumer())) {
            var records = new LastRecords(consumer, LAST_RECORDS_PATIENCE);
            var logEnd = heal(records);
            isAnythingThere = logEnd.values().stream().anyMatch(sequence -> sequence > 0);
            positions.mustHave(logEnd);
        }
        if (folder.discardUnlessClosed()) {
            LOG.info(
                    "The last process did not stop cleanly: the views are built again from their"
                            + " changelog");
        }
        if (isAnythingThere && folder.isEmpty()) {
            beforeRestoring.run();
        }
        started = true;
        streams.start();
    }

    /** Whether the stores are whole and have all that was in the log when this started. */
    public boolean isCaughtUp() {
        return started && streams.state() == KafkaStreams.State.RUNNING && positions.openAreWhole();
    }

    /** How far the views are. */
    public Position position() {
        return positions.now();
    }

    public ViewReader views() {
        return reader;
    }

    /** The views as they are between two events, all rows of a partition. */
    public WholeViews live() {
        return snapshots;
    }

    /** The copies here of what other nodes fold. */
    public ViewReader copies() {
        return new StandbyReader(streams, settings.partitions());
    }

    /** Which node has which partition, as the group of projectors agreed. */
    public Owners owners() {
        return new StreamsOwners(streams, settings.address());
    }

    /** Commits what was folded and stops; the group remembers us, so a restart is quick. */
    @Override
    public void close() {
        if (stop() && started && streams.state() == KafkaStreams.State.NOT_RUNNING) {
            folder.markClosed();
        }
    }

    private boolean stop() {
        return streams.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    /**
     * Stops, and throws away what it has on the disk: nobody reads this generation any more. What
     * is still open then is left to the next start.
     */
    public void discard() {
        if (stop()) {
            folder.remove();
        }
    }

    /**
     * Sees whether the stores can be gone on with.
     *
     * @return the sequence of the last event of each partition
     */
    private Map<Integer, Long> heal(LastRecords records) {
        try (var admin = Admin.create(new HashMap<>(settings.client()))) {
            var stores = new LostStores(admin, records, settings);
            if (folder.isOfOtherTasks()) {
                LOG.info("The stores are of another version: they are restored");
                // Whom the group knows gets the tasks back that it had.
                stores.leave();
                folder.discard();
            }
            // Who died, or stopped a moment ago, is in the group until its session is over.
            long patience = System.nanoTime() + settings.session().plus(SESSION_OVER).toNanos();
            var sight = look(stores, records);
            while (sight.isAnythingLost() && stores.othersRead()) {
                if (System.nanoTime() > patience) {
                    LOG.warn(
                            "The stores of {} look as if they were gone or not of this log and"
                                    + " version, and other nodes use them: nothing is built again."
                                    + " If the views stop, stop every node and start one",
                            sight.found().again());
                    return sight.logEnd();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                sight = look(stores, records);
            }
            if (!sight.isAnythingLost()) {
                return sight.logEnd();
            }
            LOG.warn(
                    "The stores of {} are gone or not of this log and version: they are built"
                            + " again",
                    sight.found().again());
            folder.discard();
            stores.readAgain(sight.found());
            return sight.logEnd();
        } catch (ExecutionException fault) {
            throw new IllegalStateException(
                    "The views can't be checked: " + sentence(fault), fault);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the views were checked", stop);
        }
    }

    /**
     * What was seen of the stores.
     *
     * @param found what of them can't be gone on with
     * @param logEnd the sequence of the last event of each partition
     */
    private record Sight(Found found, Map<Integer, Long> logEnd) {

        boolean isAnythingLost() {
            return !found.again().isEmpty();
        }
    }

    private Sight look(LostStores stores, LastRecords records)
            throws ExecutionException, InterruptedException {
        // Before the log's end: what other nodes fold meanwhile must not look as if it were ahead
        // of the log.
        var kept = stores.look(settings.partitions());
        var logEnd = new LogEnd(records, events).sequences(settings.partitions());
        return new Sight(kept.against(logEnd), logEnd);
    }

    private Map<String, Object> consumer() {
        var all = new HashMap<>(settings.client());
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LOG_END_FETCH_MILLIS);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.application() + "-log-end");
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    /** What stopped us, without the layers that Kafka Streams puts around it. */
    public static String sentence(Throwable fault) {
        var cause = fault;
        while (!(cause instanceof ViewsStopped) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}

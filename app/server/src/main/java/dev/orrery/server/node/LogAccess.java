package dev.orrery.server.node;

import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import dev.orrery.server.embedded.StartRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * A Kafka that holds the log of a data folder, to be read: the one of the server that runs on the
 * folder, or one started for as long as this is open, with no registry and no streams.
 */
public final class LogAccess implements AutoCloseable {

    private static final Set<TransactionState> ENDING =
            Set.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);
    private static final Duration ENDING_MAX = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Parts parts = new Parts();
    private final AtomicBoolean closed = new AtomicBoolean();
    private String bootstrapServers = "";

    /**
     * @throws StartRefused when the folder holds no log, or it can't be had
     */
    public static LogAccess to(Path data) throws InterruptedException {
        return new LogAccess(data.toAbsolutePath().normalize());
    }

    private LogAccess(Path data) throws InterruptedException {
        var running = Endpoints.of(data);
        if (running.isPresent()) {
            bootstrapServers = running.get().kafka();
            return;
        }
        if (!Files.exists(data.resolve("kafka").resolve("meta.properties"))) {
            throw noLog(data);
        }
        // Told to stop in the middle, the log is still closed well and needs no recovery.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "orrery-stop"));
        parts.start(() -> start(data));
    }

    private static StartRefused noLog(Path data) {
        if (NodeName.isIn(data)) {
            return new StartRefused(
                    "The log of the server on the data folder "
                            + data
                            + " is in a Kafka of its own; name that Kafka with --kafka, or the"
                            + " server's settings with --config.");
        }
        return new StartRefused(
                "There is no log in the data folder "
                        + data
                        + "; name the folder of your server with --data, or its Kafka with"
                        + " --kafka.");
    }

    private void start(Path data) throws InterruptedException {
        var folder = parts.add("data folder", DataFolder.claim(data));
        Endpoints.removeFrom(folder.path());
        Layout.check(folder.path());
        var kafka = parts.add("Kafka", EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT));
        bootstrapServers = kafka.bootstrapServers();
        awaitEndings(bootstrapServers);
    }

    /**
     * After a kill -9 a transaction may be decided and not yet marked in every partition: what it
     * wrote is acknowledged and can't be read for another moment.
     */
    private static void awaitEndings(String bootstrapServers) throws InterruptedException {
        var ending = new ListTransactionsOptions().filterStates(ENDING);
        long start = System.nanoTime();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            while (!admin.listTransactions(ending)
                    .all()
                    .get(ENDING_MAX.toSeconds(), TimeUnit.SECONDS)
                    .isEmpty()) {
                if (System.nanoTime() - start > ENDING_MAX.toNanos()) {
                    throw new TimeoutException("a transaction does not end");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (ExecutionException | TimeoutException failure) {
            throw new StartRefused(
                    "The log's last transactions do not end; start Orrery on the folder once and"
                            + " try again.",
                    failure);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.close();
        }
    }
}

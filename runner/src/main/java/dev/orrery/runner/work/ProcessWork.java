package dev.orrery.runner.work;

import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.report.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes runs as child processes, each in a session of its own. */
public final class ProcessWork implements Work, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessWork.class);

    private static final String LOCK = "runner.lock";

    private static final Duration LEFTOVERS_GRACE = Duration.ofSeconds(2);

    private final WorkSettings settings;
    private final Path runs;
    private final FileChannel lock;
    private final Preparation preparation;
    private final ProcessStarter starter;
    private final @Nullable Guard guard;

    private ProcessWork(
            WorkSettings settings,
            Archives archives,
            Map<String, String> own,
            FileChannel lock,
            Path folder)
            throws IOException {
        this.settings = settings;
        this.lock = lock;
        this.runs = folder.resolve("work");
        var cache =
                new ArtifactCache(
                        folder.resolve("artifacts"), archives, ArtifactCache.CACHE_BYTES_MAX);
        this.preparation = new Preparation(settings, new Code(cache), own);
        this.starter = ProcessStarter.ofThisMachine(own.get("PATH"));
        this.guard = starter.setsid() == null ? null : Guard.of(runs);
    }

    /**
     * Takes the data folder.
     *
     * @param archives where code that was pushed is kept
     * @throws IllegalStateException when another runner has the folder
     */
    public static ProcessWork open(WorkSettings settings, Archives archives) throws IOException {
        return open(settings, archives, System.getenv());
    }

    static ProcessWork open(WorkSettings settings, Archives archives, Map<String, String> own)
            throws IOException {
        // Absolute, because a run has another working folder and is told where its files are.
        var folder = Files.createDirectories(settings.folder().toAbsolutePath().normalize());
        var lock = lock(folder);
        return new ProcessWork(settings, archives, own, lock, folder);
    }

    /** Whether it is the data folder of one that has ended, on whichever way. */
    public static boolean isLeft(Path folder) throws IOException {
        var file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return isFree(channel);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        var file =
                FileChannel.open(
                        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isFree(file)) {
            return file;
        }
        file.close();
        throw new IllegalStateException("Another runner uses the folder " + folder + ".");
    }

    /** Locks it, where it is. */
    private static boolean isFree(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // The other runner is in this very process.
            return false;
        }
    }

    @Override
    public void endLeftovers() throws IOException, InterruptedException {
        new Leftovers(ProcessTable.ofThisMachine(), LEFTOVERS_GRACE).end(runs);
    }

    @Override
    public Outcome run(Assignment assignment, Progress progress, Steering steering) {
        if (steering.isToEnd()) {
            return new Outcome.Cancelled("Cancelled before the work began.");
        }
        try (var folder = RunFolder.create(runs, assignment)) {
            var launch = preparation.prepare(assignment, folder);
            var capture =
                    new OutputCapture(
                            progress, launch.mask(), settings.output(), InstantSource.system());
            try (var child = starter.start(launch, folder)) {
                progress.began();
                capture.read(child.process().getInputStream(), OutputLine.Stream.OUT);
                capture.read(child.process().getErrorStream(), OutputLine.Stream.ERR);
                launch.notes().forEach(capture::note);
                var limit = assignment.specification().timeoutSeconds();
                return new Execution(child, folder, capture, settings.grace())
                        .await(limit, steering);
            } finally {
                capture.close();
            }
        } catch (CannotStart refusal) {
            return new Outcome.Failed(
                    FailureKind.NOT_STARTED, null, String.valueOf(refusal.getMessage()));
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("Run {} could not be executed.", assignment.run(), failure);
            return new Outcome.Crashed("The runner could not execute the run: " + failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Crashed("The runner was stopped while the run was executing.");
        }
    }

    @Override
    public void close() throws IOException {
        if (guard != null) {
            guard.close();
        }
        lock.close();
    }
}

package dev.orrery.audit.verify;

import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.log.PartitionLog;
import dev.orrery.audit.replay.Examiner;
import dev.orrery.audit.verify.PartitionVerification.Means;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.WholeViews;
import dev.orrery.schemas.envelope.EventFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log, or the part of it that is here, verified: its partitions one beside the other, as many at
 * once as there are processors. It ends at the first difference of any.
 */
public final class Verification implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    /** Whole views are open to so many readers, and each has rows and states of its own. */
    private static final int AT_ONCE_MAX = 4;

    private final Means means;
    private final ExecutorService threads;
    private final ConcurrentMap<Integer, PartitionVerification> partitions =
            new ConcurrentHashMap<>();
    private final BooleanSupplier isWanted;
    private volatile boolean cancelled;

    private Verification(Means means, BooleanSupplier isWanted) {
        this.means = means;
        this.isWanted = isWanted;
        // They go when there is nothing left to do, since what was found is kept for longer.
        var pool =
                new ThreadPoolExecutor(
                        means.atOnce(),
                        means.atOnce(),
                        1,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().name("orrery-verify-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /**
     * Of a log alone; of the scope of the task only {@link Scope#LOG} can be done.
     *
     * @param logs opens a partition of the log, in the thread that reads it
     * @param format of its events
     * @param isWanted asked now and then; it ends when it no longer is
     */
    public static Verification ofLog(
            Task task,
            IntFunction<PartitionLog> logs,
            EventFormat format,
            BooleanSupplier isWanted) {
        return of(task, logs, format, null, Path.of(""), isWanted);
    }

    /**
     * Of a log and the views that are folded here.
     *
     * @param logs opens a partition of the log, in the thread that reads it
     * @param format of its events
     * @param live the views
     * @param scratch a folder for rows that are compared, which it may fill and empties
     * @param isWanted asked now and then; it ends when it no longer is
     */
    public static Verification ofViews(
            Task task,
            IntFunction<PartitionLog> logs,
            EventFormat format,
            WholeViews live,
            Path scratch,
            BooleanSupplier isWanted) {
        var views =
                switch (task.scope()) {
                    case LOG -> null;
                    case LOG_AND_VIEWS -> live;
                };
        return of(task, logs, format, views, scratch, isWanted);
    }

    private static Verification of(
            Task task,
            IntFunction<PartitionLog> logs,
            EventFormat format,
            @Nullable WholeViews live,
            Path scratch,
            BooleanSupplier isWanted) {
        int atOnce = Math.min(AT_ONCE_MAX, Runtime.getRuntime().availableProcessors());
        var means = new Means(task, logs, new Examiner(format), live, scratch, atOnce);
        return new Verification(means, isWanted);
    }

    /** Throws away the rows that a process left which was killed. */
    public static void clear(Path scratch) {
        ScratchRows.delete(scratch);
    }

    /** Begins with a partition, unless that was done. */
    public void begin(int partition) {
        partitions.computeIfAbsent(
                partition,
                _ -> {
                    var each = new PartitionVerification(partition, means, this::isUnwanted);
                    threads.execute(() -> run(each));
                    return each;
                });
    }

    /** How far a partition is. */
    public PartitionState state(int partition) {
        var each = partitions.get(partition);
        return each == null ? PartitionState.waiting(partition) : each.state();
    }

    /** How far each partition is that was begun with. */
    public List<PartitionState> states() {
        return partitions.keySet().stream().sorted().map(this::state).toList();
    }

    /** Whether nothing goes on. */
    public boolean isOver() {
        return states().stream().allMatch(each -> each.stage().isOver());
    }

    /** Ends all that goes on, a moment later. */
    public void cancel() {
        cancelled = true;
    }

    private boolean isUnwanted() {
        return cancelled || !isWanted.getAsBoolean();
    }

    private void run(PartitionVerification each) {
        try {
            each.run();
            if (each.state().stage() == Stage.DIFFERENT) {
                cancel();
            }
        } catch (CancellationException unwanted) {
            each.cancelled();
        } catch (InterruptedException stop) {
            each.cancelled();
            Thread.currentThread().interrupt();
        } catch (Elsewhere moved) {
            // Whoever has it now is asked next, and begins with it anew.
            partitions.remove(each.state().partition(), each);
        } catch (LogUnavailable silent) {
            each.failed(String.valueOf(silent.getMessage()));
        } catch (RuntimeException | Error fault) {
            LOG.error("Partition {} can't be verified", each.state().partition(), fault);
            each.failed("It can't be verified: " + fault + "; the log of this process has more.");
            if (fault instanceof Error) {
                throw fault;
            }
        }
    }

    /** Ends it, and gives back what it holds. */
    @Override
    public void close() {
        cancel();
        threads.close();
    }
}

package dev.orrery.projections.view;

import dev.orrery.schemas.id.Affinity;
import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The views and the output of the partitions that are here, as the read API sees them. */
public interface ViewReader {

    /** How many partitions the log has, wherever they are. */
    int partitionCount();

    /** The partition that holds all of an aggregate, by its id. */
    default int partitionOf(UUID id) {
        return Affinity.of(id).partition(partitionCount());
    }

    /** The partitions that are here and whole. */
    Set<Integer> partitions();

    /**
     * How far the views of a partition are.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    Standing standing(int partition);

    /** How far in the log the views here are. */
    Position position();

    /**
     * Completes when the views here have come as far as a position, or with a {@link
     * java.util.concurrent.TimeoutException}; never on the thread that folds.
     *
     * @throws IllegalArgumentException when it names a partition that there is not
     * @throws dev.orrery.schemas.http.ApiProblem when too many wait already
     */
    CompletableFuture<Void> reached(Position position, Duration patience);

    /**
     * The value of a key.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    byte @Nullable [] get(int partition, byte[] key);

    /**
     * The rows of a range; its scan may say {@link Elsewhere} too.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    Scan scan(int partition, KeyRange range, Order order);

    /**
     * Chunks of output as they came, see {@link OutputKeys}; the output of a run is where the run
     * is.
     *
     * @throws Elsewhere when the partition can't be read here now
     */
    Scan output(int partition, KeyRange range, Order order);
}

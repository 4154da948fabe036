package dev.orrery.projections.view;

import dev.orrery.schemas.id.Position;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The views of the partitions that are here, as the read API sees them. */
public interface ViewReader {

    /** The partition that holds all of an aggregate, by its id. */
    int partitionOf(UUID id);

    /** The partitions that are here. */
    Set<Integer> partitions();

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
     * @throws dev.orrery.schemas.http.ApiProblem when the partition can't be read now
     */
    byte @Nullable [] get(int partition, byte[] key);

    /**
     * The rows of a range.
     *
     * @throws dev.orrery.schemas.http.ApiProblem when the partition can't be read now
     */
    Scan scan(int partition, KeyRange range, Order order);
}

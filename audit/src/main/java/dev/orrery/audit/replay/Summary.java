package dev.orrery.audit.replay;

import dev.orrery.schemas.id.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to.
 *
 * @param events read and found to be whole
 * @param aggregates that they are about
 * @param partitions of the log
 * @param last the last event of each partition that has one
 * @param difference where the log is not what it must be, and the replay ended
 */
public record Summary(
        long events,
        long aggregates,
        int partitions,
        Position last,
        @Nullable Difference difference) {}

package dev.orrery.audit.log;

import dev.orrery.schemas.id.Position;
import java.util.List;

/**
 * What part of a log is read.
 *
 * @param partitions those that are read at all
 * @param after the last event of each partition that is left out; sequence 0 leaves out none
 * @param last the last event of each partition that is read; where it names none, the one that is
 *     last when the reading begins
 * @param bufferedBytesMax after how much that was fetched and not asked for no more is fetched; one
 *     fetch may lie above it
 */
public record LogRange(Choice partitions, Position after, Position last, int bufferedBytesMax) {

    private static final int BUFFERED_BYTES_MAX = 64 * 1024 * 1024;

    /** Some of the partitions. */
    @FunctionalInterface
    public interface Choice {
        /**
         * @param of how many there are
         */
        boolean includes(int partition, int of);
    }

    /** All that there is. */
    public static final LogRange WHOLE =
            new LogRange((_, _) -> true, Position.START, Position.START, BUFFERED_BYTES_MAX);

    /**
     * @throws PositionUnknown when a position names a partition that the log has not
     */
    void requireIn(List<Integer> found) {
        for (var position : List.of(after, last)) {
            for (var partition : position.sequences().keySet()) {
                if (!found.contains(partition)) {
                    throw new PositionUnknown(
                            "There is no partition "
                                    + partition
                                    + "; this log has the partitions 0 to "
                                    + (found.size() - 1)
                                    + ".");
                }
            }
        }
    }
}

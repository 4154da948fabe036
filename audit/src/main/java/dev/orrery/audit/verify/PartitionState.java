package dev.orrery.audit.verify;

import dev.orrery.audit.replay.Difference;
import org.jspecify.annotations.Nullable;

/**
 * How far the verification of a partition is, and what it found.
 *
 * @param partition which one
 * @param stage how far
 * @param start the sequence that was begun behind, 0 for the start of the log
 * @param sequence of the last event that was found to be as it must be
 * @param last the sequence of the last event that is to be read, as far as is known
 * @param hash of the event {@code sequence}, nothing before the first
 * @param comparedAt the sequence at which the views were compared, where they were
 * @param rows that were compared
 * @param eventsPerSecond read since it was begun with
 * @param difference the first that was found; of a row of a view without an offset, as -1
 * @param failure why it came to no end, as a sentence
 */
public record PartitionState(
        int partition,
        Stage stage,
        long start,
        long sequence,
        long last,
        @Nullable String hash,
        @Nullable Long comparedAt,
        long rows,
        long eventsPerSecond,
        @Nullable Difference difference,
        @Nullable String failure) {

    /** Before it was begun with. */
    public static PartitionState waiting(int partition) {
        return new PartitionState(partition, Stage.WAITING, 0, 0, 0, null, null, 0, 0, null, null);
    }
}

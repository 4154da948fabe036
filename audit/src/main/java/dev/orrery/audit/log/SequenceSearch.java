package dev.orrery.audit.log;

import java.util.List;
import java.util.OptionalLong;

/**
 * Finds where an event is on its partition. Offsets have gaps that nobody knows beforehand, such as
 * the marks of transactions, so its sequence says only before which offset it can't be.
 */
final class SequenceSearch {

    /** So many come at once, and are then looked at one by one. */
    private static final int NEAR_OFFSETS = 500;

    private final Probe probe;

    SequenceSearch(Probe probe) {
        this.probe = probe;
    }

    /** Looks into a partition. */
    @FunctionalInterface
    interface Probe {
        /** The first records from an offset on, as many as come at once; none at the end. */
        List<Seen> from(long offset);
    }

    /**
     * A record that was seen.
     *
     * @param offset where it is
     * @param sequence what it calls its number
     */
    record Seen(long offset, long sequence) {}

    /**
     * The offset of an event, or nothing when it is not there.
     *
     * @param sequence of the event, from 1
     * @param begin the first offset of the partition
     * @param end the offset behind its last record
     */
    OptionalLong find(long sequence, long begin, long end) {
        // No event stands before the offset that it would have without gaps.
        long from = Math.max(begin, sequence - 1);
        long to = end;
        while (from < to) {
            long middle = to - from <= NEAR_OFFSETS ? from : from + (to - from) / 2;
            var seen = probe.from(middle);
            if (seen.isEmpty() || seen.getFirst().sequence() > sequence) {
                to = middle;
                continue;
            }
            for (var each : seen) {
                if (each.sequence() == sequence) {
                    return OptionalLong.of(each.offset());
                }
            }
            from = seen.getLast().offset() + 1;
        }
        return OptionalLong.empty();
    }
}

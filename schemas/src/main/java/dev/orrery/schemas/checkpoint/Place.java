package dev.orrery.schemas.checkpoint;

import java.util.regex.Pattern;

/**
 * An event of a log, and what it is: since it names the hash of the event before it, its own hash
 * stands for all that is before it on the partition.
 *
 * @param partition of the log, from 0
 * @param sequence of the event on it, from 1
 * @param hash of the event, SHA-256 as 64 hexadecimal digits, lower case
 */
public record Place(int partition, long sequence, String hash) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException when it is no place of any log
     */
    public Place {
        if (partition < 0) {
            throw new IllegalArgumentException("a partition is 0 or more, not " + partition);
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("a sequence is 1 or more, not " + sequence);
        }
        if (!SHA256.matcher(hash).matches()) {
            throw new IllegalArgumentException("a hash is 64 hexadecimal digits, lower case");
        }
    }

    /** As positions are written: {@code partition:sequence}. */
    @Override
    public String toString() {
        return partition + ":" + sequence;
    }
}

package dev.orrery.schemas.id;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far in the log: for some partitions, the sequence number of the last event that is meant.
 * Sparse where a write touched one partition. It is the token of read-your-writes, the cursor of
 * streams and the moment of an as-of.
 *
 * @param sequences partition to sequence, sequences from 1
 */
public record Position(SortedMap<Integer, Long> sequences) {

    public static final Position START = new Position(new TreeMap<>());

    public Position {
        var copy = new TreeMap<>(sequences);
        sequences = java.util.Collections.unmodifiableSortedMap(copy);
    }

    public static Position of(int partition, long sequence) {
        return new Position(new TreeMap<>(Map.of(partition, sequence)));
    }

    /**
     * Reads {@code partition:sequence}, several with commas between them.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static Position parse(String text) {
        var sequences = new TreeMap<Integer, Long>();
        for (var part : text.split(",", -1)) {
            var colon = part.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a position is partition:sequence, not " + part);
            }
            sequences.put(
                    Integer.parseUnsignedInt(part.substring(0, colon).strip()),
                    Long.parseUnsignedLong(part.substring(colon + 1).strip()));
        }
        return new Position(sequences);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        sequences.forEach((partition, sequence) ->
                text.append(text.isEmpty() ? "" : ",")
                        .append(partition)
                        .append(':')
                        .append(sequence));
        return text.toString();
    }
}

package dev.orrery.schemas.id;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How far in the log: for some partitions, the sequence number of the last event that is meant.
 * Sparse where a write touched one partition. It is the token of read-your-writes, the cursor of
 * streams and the moment of an as-of.
 *
 * @param sequences partition to sequence, sequences from 1
 */
public record Position(SortedMap<Integer, Long> sequences) {

    /** Digits only: Java's own parsers take signs, and numbers that then turn negative. */
    private static final Pattern PART = Pattern.compile("([0-9]{1,10})\\s*:\\s*([0-9]{1,19})");

    public static final Position START = new Position(new TreeMap<>());

    public Position {
        var copy = new TreeMap<>(sequences);
        sequences = Collections.unmodifiableSortedMap(copy);
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
            var form = PART.matcher(part.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException("a position is partition:sequence, not " + part);
            }
            var before = sequences.put(Integer.valueOf(form.group(1)), Long.valueOf(form.group(2)));
            if (before != null) {
                throw new IllegalArgumentException("a position names a partition once: " + text);
            }
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

package dev.orrery.schemas.envelope;

import dev.orrery.schemas.id.Position;
import java.util.regex.Pattern;

/**
 * An event's id, unique in its log: where it is. It is {@code ce_id}, and what a causation names.
 *
 * @param partition of {@code orrery.events}
 * @param sequence of the event on the partition, gapless from 1
 */
public record EventId(int partition, long sequence) {

    /** Digits only: Java's own parsers take signs, and numbers that then turn negative. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,10}):([0-9]{1,19})");

    /**
     * @throws IllegalArgumentException when the text is not {@code partition:sequence}
     */
    public static EventId parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("an event id is partition:sequence, not " + text);
        }
        return new EventId(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
    }

    public Position position() {
        return Position.of(partition, sequence);
    }

    @Override
    public String toString() {
        return partition + ":" + sequence;
    }
}

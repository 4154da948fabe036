package dev.orrery.schemas.envelope;

import dev.orrery.schemas.id.Position;

/**
 * An event's id, unique in its log: where it is. It is {@code ce_id}, and what a causation names.
 *
 * @param partition of {@code orrery.events}
 * @param sequence of the event on the partition, gapless from 1
 */
public record EventId(int partition, long sequence) {

    /**
     * @throws IllegalArgumentException when the text is not {@code partition:sequence}
     */
    public static EventId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("an event id is partition:sequence, not " + text);
        }
        return new EventId(
                Integer.parseUnsignedInt(text.substring(0, colon)),
                Long.parseUnsignedLong(text.substring(colon + 1)));
    }

    public Position position() {
        return Position.of(partition, sequence);
    }

    @Override
    public String toString() {
        return partition + ":" + sequence;
    }
}

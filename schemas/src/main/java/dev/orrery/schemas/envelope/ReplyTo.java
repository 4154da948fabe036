package dev.orrery.schemas.envelope;

/**
 * The inbox of one process: a partition of {@code orrery.replies} that it shares with others, and
 * its instance id, by which it knows its own answers.
 *
 * @param instance fresh for each process
 * @param partition of {@code orrery.replies}
 */
public record ReplyTo(String instance, int partition) {

    /**
     * @throws IllegalArgumentException when the text is not {@code instance@partition}
     */
    public static ReplyTo parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("a reply address is instance@partition");
        }
        return new ReplyTo(text.substring(0, at), Integer.parseUnsignedInt(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return instance + "@" + partition;
    }
}

package dev.orrery.schemas.envelope;

import java.util.regex.Pattern;

/**
 * The inbox of one process: a partition of {@code orrery.replies} that it shares with others, and
 * its instance id, by which it knows its own answers.
 *
 * @param instance fresh for each process
 * @param partition of {@code orrery.replies}
 */
public record ReplyTo(String instance, int partition) {

    /** Digits only: Java's own parsers take signs, and numbers that then turn negative. */
    private static final Pattern FORM = Pattern.compile("(.+)@([0-9]{1,10})");

    /**
     * @throws IllegalArgumentException when the text is not {@code instance@partition}
     */
    public static ReplyTo parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a reply address is instance@partition");
        }
        return new ReplyTo(form.group(1), Integer.parseInt(form.group(2)));
    }

    @Override
    public String toString() {
        return instance + "@" + partition;
    }
}

package dev.orrery.audit.log;

import org.jspecify.annotations.Nullable;

/** There is no log to read, or it does not answer. The message is a sentence for people. */
public final class LogUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param sentence what is wrong and what to do
     */
    public LogUnavailable(String sentence) {
        this(sentence, null);
    }

    /**
     * @param sentence what is wrong and what to do
     * @param cause what found it
     */
    public LogUnavailable(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}

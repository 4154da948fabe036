package dev.orrery.server.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A start that this machine does not allow: a folder in use, a folder that can't be written, a port
 * in use. The message is one sentence that says what to do, to be printed without a stack trace.
 */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String sentence) {
        this(sentence, null);
    }

    public StartRefused(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}

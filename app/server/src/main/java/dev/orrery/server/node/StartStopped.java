package dev.orrery.server.node;

import org.jspecify.annotations.Nullable;

/** The process was told to stop in the middle of its start; nobody has to be told. */
public final class StartStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartStopped(@Nullable Throwable cause) {
        super("Stopped in the middle of the start", cause);
    }
}

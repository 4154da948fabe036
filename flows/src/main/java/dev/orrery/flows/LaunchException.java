package dev.orrery.flows;

import java.io.Serial;

/** The program {@code orrery}, which packages and pushes, could not be started or refused. */
public final class LaunchException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    LaunchException(String message) {
        super(message);
    }
}

package dev.orrery.flows;

import java.io.Serial;

/** A deployment, or something that it is made of, can't be what it says. */
public final class SpecException extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1;

    public SpecException(String message) {
        super(message);
    }
}

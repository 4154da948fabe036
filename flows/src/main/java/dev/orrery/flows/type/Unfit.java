package dev.orrery.flows.type;

import java.io.Serial;

/** A value is not what its place asks for; the message names the key. */
public final class Unfit extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1;

    public Unfit(String message) {
        super(message);
    }
}

package dev.orrery.flows.json;

import java.io.Serial;

/** A text is not JSON. */
public final class MalformedJson extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1;

    MalformedJson(String message, int at) {
        super(message + " at character " + (at + 1));
    }
}

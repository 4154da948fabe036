package dev.orrery.audit.log;

/** A position that was asked for is none of this log; the message says what to do. */
public final class PositionUnknown extends RuntimeException {

    private static final long serialVersionUID = 1;

    PositionUnknown(String message) {
        super(message, null, false, false);
    }
}

package dev.orrery.schemas.jsonschema;

import com.networknt.schema.SchemaException;

/** A check that can't be done, or would take more than is spent on any; says why in a sentence. */
final class Uncheckable extends SchemaException {

    private static final long serialVersionUID = 1;

    private final String pointer;

    Uncheckable(String message) {
        this("", message);
    }

    /**
     * @param pointer to what of the schema is the reason, or empty
     */
    Uncheckable(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    Misfit misfit() {
        return Misfit.of(pointer, String.valueOf(getMessage()));
    }

    /** Whoever asks is told why, and not where it was found. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

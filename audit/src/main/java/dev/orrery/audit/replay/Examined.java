package dev.orrery.audit.replay;

/** A record of the log, after it was held against the one before it. */
public sealed interface Examined {

    /**
     * An event as it must be.
     *
     * @param event that follows
     */
    record Whole(LoggedEvent event) implements Examined {}

    /**
     * Something else.
     *
     * @param difference from what must be there
     */
    record Wrong(Difference difference) implements Examined {}
}

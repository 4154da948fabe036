package dev.orrery.audit.log;

import org.jspecify.annotations.Nullable;

/**
 * One partition of a log, read from wherever one likes to where it ended when it was opened, or
 * when that was moved on.
 */
public interface PartitionLog extends AutoCloseable {

    /** Which partition. */
    int partition();

    /**
     * What the last event calls its own sequence; 0 where there is none.
     *
     * @throws LogUnavailable when the log does not answer
     */
    long lastSequence();

    /**
     * Goes to an event, or to where it would be: in a log that was changed, what is read then is
     * something else.
     *
     * @param sequence of the event
     * @throws LogUnavailable when the log does not answer
     */
    void seek(long sequence);

    /**
     * The next record, or nothing at the end.
     *
     * @throws LogUnavailable when the log does not answer
     */
    @Nullable LogRecord next();

    /**
     * Moves the end to where the log ends now.
     *
     * @throws LogUnavailable when the log does not answer
     */
    void extend();

    @Override
    void close();
}

package dev.orrery.audit.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log that is read from its start to where it ended when the reading began. One stream a
 * partition; each is asked for its next record when somebody has use for it, so that a reader of a
 * big log holds little of it.
 */
public interface LogReader extends AutoCloseable {

    /** The partitions, in order. */
    List<Integer> partitions();

    /**
     * The next record of a partition, or nothing at its end.
     *
     * @throws LogUnavailable when the log does not answer
     */
    @Nullable LogRecord next(int partition);

    @Override
    void close();
}

package dev.orrery.commands.processor;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** The committed events of the log, to be read back when a task starts. */
public interface EventLog {

    /**
     * An event as it stands on its partition.
     *
     * @param offset where it is
     * @param key its key's bytes
     * @param timestamp Unix milliseconds
     * @param headers its headers
     * @param value its value's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(long offset, byte[] key, long timestamp, Headers headers, byte[] value) {}

    /** The last committed event of a partition. */
    Optional<Entry> last(int partition);

    /**
     * Some of the events from an offset on, at least one if there is one.
     *
     * @return in order; empty at the end
     */
    List<Entry> read(int partition, long offset);
}

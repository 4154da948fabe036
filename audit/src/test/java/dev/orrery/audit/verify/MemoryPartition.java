package dev.orrery.audit.verify;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.PartitionLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition in memory. */
final class MemoryPartition implements PartitionLog {

    private final int partition;
    private final List<LogRecord> records;
    private int next;

    MemoryPartition(int partition, List<LogRecord> records) {
        this.partition = partition;
        this.records = List.copyOf(records);
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long lastSequence() {
        return records.isEmpty() ? 0 : records.getLast().sequence();
    }

    @Override
    public void seek(long sequence) {
        next = 0;
        while (next < records.size() && records.get(next).sequence() < sequence) {
            next++;
        }
    }

    @Override
    public @Nullable LogRecord next() {
        return next < records.size() ? records.get(next++) : null;
    }

    @Override
    public void extend() {}

    @Override
    public void close() {}
}

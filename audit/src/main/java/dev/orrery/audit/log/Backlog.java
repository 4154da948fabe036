package dev.orrery.audit.log;

import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The records of one partition that were fetched and not yet asked for. */
final class Backlog {

    private static final int RECORD_BYTES = 2_048;

    private final Queue<LogRecord> records = new ArrayDeque<>();
    private final long end;
    private final int bytesMax;
    private long bytes;

    /**
     * @param end the offset behind the last record that is wanted
     * @param bytesMax after which nothing more is fetched; the last fetch may lie above it
     */
    Backlog(long end, int bytesMax) {
        this.end = end;
        this.bytesMax = bytesMax;
    }

    long end() {
        return end;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean hasRoom() {
        return bytes < bytesMax;
    }

    /** What was appended after the reading began is left out, so that reading comes to an end. */
    void add(ConsumerRecord<byte[], byte[]> each) {
        if (each.offset() >= end) {
            return;
        }
        var record =
                new LogRecord(
                        each.partition(),
                        each.offset(),
                        each.timestamp(),
                        each.key(),
                        each.headers(),
                        each.value());
        bytes += size(record);
        records.add(record);
    }

    @Nullable LogRecord next() {
        var record = records.poll();
        if (record != null) {
            bytes -= size(record);
        }
        return record;
    }

    /** The value and a guess for key and attributes, which are much the same for each. */
    private static long size(LogRecord record) {
        var value = record.value();
        return (long) RECORD_BYTES + (value == null ? 0 : value.length);
    }
}

package dev.orrery.audit;

import dev.orrery.audit.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What somebody with access to the disks may do to a record. */
public final class Tamper {

    private Tamper() {}

    /** Replaces text in the body by other text of the same length. */
    public static UnaryOperator<LogRecord> body(String text, String other) {
        return record -> {
            var body = new String(bytes(record), StandardCharsets.ISO_8859_1);
            if (!body.contains(text) || text.length() != other.length()) {
                throw new IllegalArgumentException("the body can't take " + other + ": " + body);
            }
            var changed = body.replace(text, other).getBytes(StandardCharsets.ISO_8859_1);
            return copy(record, record.timestamp(), record.headers(), changed);
        };
    }

    public static UnaryOperator<LogRecord> flip(int at) {
        return record -> {
            var value = bytes(record).clone();
            value[at] ^= 1;
            return copy(record, record.timestamp(), record.headers(), value);
        };
    }

    /** How many there are in a value. */
    public static int bytes(MemoryLog log, int partition, int index) {
        return bytes(log.records(partition).get(index)).length;
    }

    /** Another id of the same schema, as a copy of the log beside another registry has. */
    public static LogRecord schemaId(LogRecord record) {
        var value = bytes(record).clone();
        value[4] = (byte) (value[4] + 77);
        return copy(record, record.timestamp(), record.headers(), value);
    }

    public static LogRecord cut(LogRecord record) {
        return copy(record, record.timestamp(), record.headers(), null);
    }

    public static UnaryOperator<LogRecord> attribute(String name, String value) {
        return record -> {
            var headers = new RecordHeaders(record.headers());
            headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
            return copy(record, record.timestamp(), headers, record.value());
        };
    }

    public static UnaryOperator<LogRecord> timestamp(long millis) {
        return record -> copy(record, millis, record.headers(), record.value());
    }

    private static byte[] bytes(LogRecord record) {
        var value = record.value();
        if (value == null) {
            throw new IllegalArgumentException("the record has no value");
        }
        return value;
    }

    private static LogRecord copy(
            LogRecord record, long timestamp, Headers headers, byte @Nullable [] value) {
        return new LogRecord(
                record.partition(), record.offset(), timestamp, record.key(), headers, value);
    }
}

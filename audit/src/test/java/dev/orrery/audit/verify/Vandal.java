package dev.orrery.audit.verify;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventId;
import dev.orrery.schemas.envelope.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Somebody who may write what they like to the disks of a broker, and knows how a log is made. */
final class Vandal {

    private static final EventFormat FORMAT = LogFormat.of(Archive.NONE);

    /** What can be done to a log. */
    enum Deed {
        FLIP_KEY,
        FLIP_HEADER_NAME,
        FLIP_HEADER,
        FLIP_VALUE,
        FLIP_TIMESTAMP,
        DROP,
        INSERT,
        REORDER,
        TRUNCATE,
        /** With the chain made anew after it, so that the log alone is without a fault. */
        REWRITE,
        DROP_AND_REWRITE,
        INSERT_AND_REWRITE
    }

    private final Random random;

    Vandal(Random random) {
        this.random = random;
    }

    /**
     * A copy of the log after one deed.
     *
     * @param covered how many of its records may be touched, from the first
     */
    List<LogRecord> vandalized(Deed deed, List<LogRecord> log, int covered) {
        int at = random.nextInt(covered);
        var copy = new ArrayList<>(log);
        switch (deed) {
            case FLIP_KEY, FLIP_HEADER_NAME, FLIP_HEADER, FLIP_VALUE, FLIP_TIMESTAMP ->
                    copy.set(at, flipped(deed, log.get(at)));
            case DROP -> copy.remove(at);
            case INSERT -> copy.add(at, log.get(random.nextInt(log.size())));
            case REORDER ->
                    Collections.swap(copy, at, (at + 1 + random.nextInt(covered - 1)) % covered);
            case TRUNCATE -> copy.subList(at, copy.size()).clear();
            case REWRITE -> {
                copy.set(at, with(log.get(at), HeaderNames.ACTOR, "nobody-" + random.nextInt()));
                return chained(copy);
            }
            case DROP_AND_REWRITE -> {
                copy.remove(at);
                return chained(copy);
            }
            case INSERT_AND_REWRITE -> {
                copy.add(at, with(log.get(at), HeaderNames.REASON, "made up"));
                return chained(copy);
            }
        }
        return copy;
    }

    private LogRecord flipped(Deed deed, LogRecord record) {
        var key = Objects.requireNonNull(record.key());
        var value = Objects.requireNonNull(record.value());
        return switch (deed) {
            case FLIP_KEY ->
                    copy(record, record.timestamp(), flip(key, 0), record.headers(), value);
            case FLIP_VALUE ->
                    copy(
                            record,
                            record.timestamp(),
                            key,
                            record.headers(),
                            flip(value, Codec.PREFIX_BYTES));
            case FLIP_TIMESTAMP ->
                    copy(
                            record,
                            record.timestamp() ^ 1L << random.nextInt(Long.SIZE - 1),
                            key,
                            record.headers(),
                            value);
            case FLIP_HEADER, FLIP_HEADER_NAME ->
                    copy(record, record.timestamp(), key, flippedHeader(deed, record), value);
            case DROP, INSERT, REORDER, TRUNCATE, REWRITE, DROP_AND_REWRITE, INSERT_AND_REWRITE ->
                    throw new IllegalArgumentException(deed.name());
        };
    }

    private RecordHeaders flippedHeader(Deed deed, LogRecord record) {
        var all = record.headers().toArray();
        int which = random.nextInt(all.length);
        var headers = new RecordHeaders();
        for (int i = 0; i < all.length; i++) {
            Header each = all[i];
            if (i != which) {
                headers.add(each);
            } else if (deed == Deed.FLIP_HEADER) {
                headers.add(each.key(), flip(each.value(), 0));
            } else {
                var name = each.key().toCharArray();
                name[random.nextInt(name.length)] ^= (char) (1 << random.nextInt(7));
                headers.add(new String(name), each.value());
            }
        }
        return headers;
    }

    private byte[] flip(byte[] bytes, int from) {
        byte[] copy = bytes.clone();
        copy[from + random.nextInt(bytes.length - from)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    /** Numbers the events anew and links each to the one before it. */
    private static List<LogRecord> chained(List<LogRecord> log) {
        var chained = new ArrayList<LogRecord>();
        var previous = EventHash.NONE;
        for (var record : log) {
            long sequence = chained.size() + 1L;
            var id = new EventId(record.partition(), sequence);
            var next = with(record, HeaderNames.SEQUENCE, Long.toString(sequence));
            next = with(next, HeaderNames.ID, id.toString());
            next = with(next, HeaderNames.PREVIOUS_HASH, previous.hex());
            previous =
                    FORMAT.hash(
                            Objects.requireNonNull(next.key()),
                            next.timestamp(),
                            next.headers(),
                            Objects.requireNonNull(next.value()));
            chained.add(next);
        }
        return chained;
    }

    private static LogRecord with(LogRecord record, String name, String value) {
        var headers = new RecordHeaders(record.headers());
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
        return copy(
                record,
                record.timestamp(),
                Objects.requireNonNull(record.key()),
                headers,
                Objects.requireNonNull(record.value()));
    }

    private static LogRecord copy(
            LogRecord record, long timestamp, byte[] key, Headers headers, byte[] value) {
        return new LogRecord(record.partition(), record.offset(), timestamp, key, headers, value);
    }
}

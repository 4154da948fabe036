package dev.orrery.projections.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * What the list of all events knows of one without reading it, since an event can be megabytes.
 *
 * @param time when it was decided; never goes back on a partition
 * @param subject the id of what it happened to, under which it is kept
 * @param root the id of the root aggregate
 * @param type what happened
 */
public record LogEntry(Instant time, UUID subject, String root, String type) {

    private static final int TIME_BYTES = Long.BYTES + Integer.BYTES;

    /** From its row. */
    public static LogEntry of(Row row) {
        var bytes = ByteBuffer.wrap(row.value());
        var time = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        var subject = new UUID(bytes.getLong(), bytes.getLong());
        var type = new byte[bytes.get() & 0xFF];
        bytes.get(type);
        var root = new byte[bytes.remaining()];
        bytes.get(root);
        return new LogEntry(time, subject, text(root), text(type));
    }

    /** What puts the entries of several partitions in one order: time, partition, sequence. */
    public static byte[] place(Row row) {
        long sequence = sequence(row);
        return ByteBuffer.allocate(TIME_BYTES + Integer.BYTES + Long.BYTES)
                .put(Arrays.copyOf(row.value(), TIME_BYTES))
                .putInt(row.partition())
                .putLong(sequence)
                .array();
    }

    /** The sequence that the key of an event or an entry ends with. */
    public static long sequence(Row row) {
        return ByteBuffer.wrap(row.key()).getLong(row.key().length - Long.BYTES);
    }

    /** Its time first, because entries are ordered by it. */
    byte[] bytes() {
        byte[] typeText = type.getBytes(StandardCharsets.UTF_8);
        byte[] rootText = root.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        TIME_BYTES + Keys.ID_BYTES + 1 + typeText.length + rootText.length)
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .put(Keys.bytes(subject))
                .put((byte) typeText.length)
                .put(typeText)
                .put(rootText)
                .array();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

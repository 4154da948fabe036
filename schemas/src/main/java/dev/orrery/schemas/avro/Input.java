package dev.orrery.schemas.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in Avro's binary form, as they are read. Avro's own decoder believes a length before it has
 * seen the bytes, so that ten bytes of junk can ask for two gigabytes; this one never reserves more
 * than what is there. It is a {@link Decoder}, so that Avro's schema resolution is as safe.
 */
final class Input extends Decoder {

    private final byte[] bytes;
    private int at;

    Input(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    int remaining() {
        return bytes.length - at;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() {
        return next() == 1;
    }

    @Override
    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new UnreadableRecord("The number " + value + " is too large for its field");
        }
        return (int) value;
    }

    @Override
    public long readLong() {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte part = next();
            raw |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new UnreadableRecord("A number has more than ten bytes");
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(Integer.reverseBytes(buffer(4).getInt()));
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(buffer(8).getLong()));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) {
        return new Utf8(readString());
    }

    @Override
    public String readString() {
        int length = length();
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    @Override
    public void skipString() {
        skip(length());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) {
        var copy = new byte[length()];
        readFixed(copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() {
        skip(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        System.arraycopy(bytes, here(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        skip(length);
    }

    @Override
    public int readEnum() {
        return readInt();
    }

    @Override
    public long readArrayStart() {
        return items();
    }

    @Override
    public long arrayNext() {
        return items();
    }

    @Override
    public long skipArray() {
        return itemsToSkip();
    }

    @Override
    public long readMapStart() {
        return items();
    }

    @Override
    public long mapNext() {
        return items();
    }

    @Override
    public long skipMap() {
        return itemsToSkip();
    }

    @Override
    public int readIndex() {
        return readInt();
    }

    private byte next() {
        return bytes[here(1)];
    }

    private void skip(int length) {
        var _ = here(length);
    }

    private ByteBuffer buffer(int length) {
        return ByteBuffer.wrap(bytes, here(length), length);
    }

    /** Where the next so many bytes are; they count as read. */
    private int here(int length) {
        if (length > remaining()) {
            throw new UnreadableRecord("The bytes end early");
        }
        int here = at;
        at += length;
        return here;
    }

    private int length() {
        return withinRemaining(readLong());
    }

    private int withinRemaining(long length) {
        if (length < 0) {
            throw new UnreadableRecord("A length is negative");
        }
        if (length > remaining()) {
            throw new UnreadableRecord("The bytes end early");
        }
        return (int) length;
    }

    /** How many items the next block has. Each takes a byte at least, in every schema of ours. */
    private long items() {
        long count = readLong();
        if (count < 0) {
            // A block that says its size in bytes too, for who wants to skip it.
            var _ = readLong();
            count = count == Long.MIN_VALUE ? Long.MAX_VALUE : -count;
        }
        return withinRemaining(count);
    }

    private long itemsToSkip() {
        long count = readLong();
        while (count < 0) {
            skip(length());
            count = readLong();
        }
        return withinRemaining(count);
    }
}

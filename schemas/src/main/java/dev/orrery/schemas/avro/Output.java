package dev.orrery.schemas.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes in Avro's binary form, as they are written. Made for one value: a fresh small array costs
 * less than keeping a large one for each thread, of which there may be very many.
 */
final class Output {

    private static final int BYTES_AT_FIRST = 256;
    private static final int NUMBER_BYTES_MAX = 10;

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int end;

    void number(long value) {
        room(NUMBER_BYTES_MAX);
        // Zigzag, so that small negative numbers are short too.
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[end++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
    }

    void flag(boolean value) {
        raw(value ? 1 : 0);
    }

    void text(String value) {
        blob(value.getBytes(StandardCharsets.UTF_8));
    }

    void blob(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, end, value.length);
        end += value.length;
    }

    void blob(ByteBuffer value) {
        int length = value.remaining();
        number(length);
        room(length);
        value.get(value.position(), bytes, end, length);
        end += length;
    }

    void raw(int value) {
        room(1);
        bytes[end++] = (byte) value;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, end);
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(end, more)));
        }
    }
}

package dev.orrery.projections.view;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys from one to another.
 *
 * @param from the first key that is in it
 * @param to the first key that is not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a range is used once
public record KeyRange(byte[] from, byte[] to) {

    /** All keys that begin with a prefix. */
    public static KeyRange of(byte[] prefix) {
        return new KeyRange(prefix, successor(prefix));
    }

    /**
     * The keys that are a prefix and a number, from one number to another, that one not included.
     */
    public static KeyRange of(byte[] prefix, long from, long to) {
        return new KeyRange(key(prefix, from), key(prefix, to));
    }

    private static byte[] key(byte[] prefix, long number) {
        return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(number).array();
    }

    /** Of this range of keys with a prefix those alone that go on with what is in another range. */
    public KeyRange within(byte[] prefix, KeyRange suffixes) {
        byte[] least = later(from, joined(prefix, suffixes.from));
        byte[] end = joined(prefix, suffixes.to);
        return new KeyRange(least, later(least, Arrays.compareUnsigned(to, end) < 0 ? to : end));
    }

    private static byte[] later(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
    }

    private static byte[] joined(byte[] prefix, byte[] suffix) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + suffix.length);
        System.arraycopy(suffix, 0, key, prefix.length, suffix.length);
        return key;
    }

    /** What is left of a prefix after a scan came as far as a suffix, that one not included. */
    public static KeyRange beyond(byte[] prefix, byte @Nullable [] suffix, Order order) {
        var all = of(prefix);
        if (suffix == null) {
            return all;
        }
        byte[] key = joined(prefix, suffix);
        return switch (order) {
            // The next key there can be is the same with a zero byte after it.
            case ASCENDING -> new KeyRange(Arrays.copyOf(key, key.length + 1), all.to);
            case DESCENDING -> new KeyRange(all.from, key);
        };
    }

    /** The first key after all that begin with the prefix. No keyspace is 0xFF, so there is one. */
    private static byte[] successor(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] next = Arrays.copyOf(prefix, last + 1);
        next[last]++;
        return next;
    }
}

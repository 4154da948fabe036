package dev.orrery.projections.view;

import java.util.Arrays;

/**
 * One row and where it is. Arrays are not copied and must not be changed.
 *
 * @param partition whose row it is
 * @param key with its keyspace
 * @param value as the view wrote it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record Row(int partition, byte[] key, byte[] value) {

    /** What follows the first so many bytes of the key. */
    public byte[] suffix(int prefixBytes) {
        return Arrays.copyOfRange(key, prefixBytes, key.length);
    }
}

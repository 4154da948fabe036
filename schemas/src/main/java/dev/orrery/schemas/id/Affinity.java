package dev.orrery.schemas.id;

import java.util.UUID;

/**
 * The 16 bits of an id that choose its partition.
 *
 * <p>A UUID of version 8 (RFC 9562) leaves 122 bits to us. The affinity is the twelve bits after
 * the version and the four bits after the variant, so the first 48 bits stay free for a time and
 * any process can route a command by an id alone, without asking anybody.
 *
 * @param bits 0 to 65,535
 */
public record Affinity(int bits) {

    private static final int BITS_MAX = 0xFFFF;

    public Affinity {
        if (bits < 0 || bits > BITS_MAX) {
            throw new IllegalArgumentException("affinity must be 0 to 65535, not " + bits);
        }
    }

    /** The affinity written in an id of version 8. */
    public static Affinity of(UUID id) {
        int high = (int) (id.getMostSignificantBits() & 0xFFF);
        int low = (int) (id.getLeastSignificantBits() >>> 58) & 0xF;
        return new Affinity(high << 4 | low);
    }

    /** The partition, 0 to {@code partitions - 1}, that decides for this affinity. */
    public int partition(int partitions) {
        return bits % partitions;
    }

    /**
     * A UUID of version 8 with this affinity.
     *
     * @param first48 its first 48 bits (the upper 16 bits of the argument are ignored)
     * @param last58 its last 58 bits (the upper 6 bits of the argument are ignored)
     */
    UUID uuid(long first48, long last58) {
        long most = first48 << 16 | 0x8000L | bits >>> 4;
        long last = last58 & 0x03FF_FFFF_FFFF_FFFFL;
        long least = 0x8000_0000_0000_0000L | (bits & 0xFL) << 58 | last;
        return new UUID(most, least);
    }
}

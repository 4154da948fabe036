package dev.orrery.schemas.envelope;

import java.util.HexFormat;

/**
 * A link of the hash chain: the SHA-256 of an event, as 64 hexadecimal digits.
 *
 * @param hex lower case
 */
public record EventHash(String hex) {

    /** What the first event of a partition names as the one before it. */
    public static final EventHash NONE = new EventHash("0".repeat(64));

    public static EventHash of(byte[] sha256) {
        return new EventHash(HexFormat.of().formatHex(sha256));
    }

    @Override
    public String toString() {
        return hex;
    }
}

package dev.orrery.schemas.envelope;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A link of the hash chain: the SHA-256 of an event, as 64 hexadecimal digits.
 *
 * @param hex lower case
 */
public record EventHash(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** What the first event of a partition names as the one before it. */
    public static final EventHash NONE = new EventHash("0".repeat(64));

    public static EventHash of(byte[] sha256) {
        return new EventHash(HexFormat.of().formatHex(sha256));
    }

    /**
     * @throws IllegalArgumentException when it is none
     */
    static EventHash parse(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a hash is 64 digits from 0 to f");
        }
        return new EventHash(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}

package dev.orrery.commands.processor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells two commands of the same id apart. */
final class Digests {

    /** The magic byte and the schema id: the same command has another id in another registry. */
    private static final int PREFIX_BYTES = 5;

    private static final int DIGEST_BYTES = 8;

    private Digests() {}

    /** 16 hexadecimal digits of the SHA-256 of a command's Avro bytes. */
    static String ofBody(byte @Nullable [] value) {
        if (value == null || value.length < PREFIX_BYTES) {
            throw new IllegalArgumentException("no command is this short");
        }
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(value, PREFIX_BYTES, value.length - PREFIX_BYTES);
            return HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}

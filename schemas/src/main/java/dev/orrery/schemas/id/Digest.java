package dev.orrery.schemas.id;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** The SHA-256 that names things by what they are. */
final class Digest {

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    Digest with(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // The length goes first, so that ("ab", "c") and ("a", "bc") differ.
        sha256.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        sha256.update(bytes);
        return this;
    }

    Digest with(UUID id) {
        return with(id.getMostSignificantBits()).with(id.getLeastSignificantBits());
    }

    Digest with(long number) {
        sha256.update(ByteBuffer.allocate(8).putLong(number).flip());
        return this;
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(sha256.digest());
    }
}

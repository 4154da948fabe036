package dev.orrery.schemas.deadletter;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read, with where it was and why. A letter always fits into its topic:
 * a compressed batch can hold a record that is larger than any topic takes uncompressed, and a
 * writer that fails on it would stop its partition. The whole record stays where it was until that
 * topic deletes it.
 *
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param reason why it could not be read, as a sentence for people, cut at 1,000 characters
 * @param key its key's bytes, the first 512 KiB
 * @param value its value's bytes, the first 4 MiB
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        String reason,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value) {

    private static final int REASON_CHARACTERS_MAX = 1_000;
    private static final int KEY_BYTES_MAX = 512 * 1024;
    private static final int VALUE_BYTES_MAX = 4 * 1024 * 1024;

    public DeadLetter {
        if (reason.length() > REASON_CHARACTERS_MAX) {
            reason = reason.substring(0, REASON_CHARACTERS_MAX);
        }
        key = cut(key, KEY_BYTES_MAX);
        value = cut(value, VALUE_BYTES_MAX);
    }

    private static @Nullable ByteBuffer cut(@Nullable ByteBuffer bytes, int bytesMax) {
        return bytes == null || bytes.remaining() <= bytesMax
                ? bytes
                : bytes.slice(bytes.position(), bytesMax);
    }
}

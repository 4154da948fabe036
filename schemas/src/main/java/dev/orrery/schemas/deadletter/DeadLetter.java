package dev.orrery.schemas.deadletter;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read, with where it was and why.
 *
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param reason why it could not be read, as a sentence for people
 * @param key its key's bytes, the first 512 KiB
 * @param value its value's bytes, the first 4 MiB
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        String reason,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value) {}

package dev.orrery.commands.processor;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came in, with where it was.
 *
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param key its key's bytes
 * @param value its value's bytes
 * @param headers its headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Inbound(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    /** What a command that has no id is called: where it stands. */
    String place() {
        return topic + ":" + partition + ":" + offset;
    }
}

package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.Inbound;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of the in-memory log.
 *
 * @param topic where it is
 * @param partition where it is
 * @param offset where it is; -1 while it is nowhere yet
 * @param key its key's bytes
 * @param value its value's bytes
 * @param headers its headers
 * @param time Unix milliseconds
 * @param nanos when it was sent, by the clock that only goes on
 * @param said what it says, where it is not encoded by the processor
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sent(
        String topic,
        int partition,
        long offset,
        byte[] key,
        byte[] value,
        Headers headers,
        long time,
        long nanos,
        @Nullable Object said) {

    Inbound inbound() {
        return new Inbound(topic, partition, offset, key, value, headers);
    }

    Sent at(long place) {
        return new Sent(topic, partition, place, key, value, headers, time, nanos, said);
    }

    Sent to(int otherPartition) {
        return new Sent(topic, otherPartition, -1, key, value, headers, time, nanos, said);
    }

    /** As it is sent once more. */
    Sent again(long whenNanos) {
        return new Sent(topic, partition, -1, key, value, headers, time, whenNanos, said);
    }

    Sent saying(@Nullable Object other) {
        return new Sent(topic, partition, -1, key, value, headers, time, nanos, other);
    }
}

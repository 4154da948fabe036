package dev.orrery.schemas.envelope;

import org.apache.kafka.common.header.Headers;

/**
 * An event as a Kafka record, ready to be appended.
 *
 * @param key the root aggregate's id
 * @param timestamp the event's time in milliseconds
 * @param headers its attributes
 * @param value what happened, in the Confluent wire format
 * @param hash of all of them: what the next event names as the one before it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the producer at once, and never compared.
public record WrittenEvent(
        byte[] key, long timestamp, Headers headers, byte[] value, EventHash hash) {}

package dev.orrery.commands.processor;

/**
 * A record on its way out, with the place where it goes: one sink serves all topics.
 *
 * @param topic where it goes
 * @param partition where it goes
 * @param value encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outbound(String topic, int partition, byte[] value) {}

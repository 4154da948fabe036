package dev.orrery.commands.processor;

import org.apache.kafka.common.header.Headers;

/** Where the processor puts what it sends: within the transaction of the record it works on. */
interface Outlet {

    void send(String topic, int partition, byte[] key, byte[] value, Headers headers, long time);
}

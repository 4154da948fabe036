package dev.orrery.commands.processor;

import org.apache.kafka.common.header.Headers;

/** Where the processor puts what it sends: within the transaction of the record it works on. */
public interface Outlet {

    void send(String topic, int partition, byte[] key, byte[] value, Headers headers, long time);

    /** Ends the transaction, after the record or the turn of the clock that is being worked on. */
    void commit();
}

package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.Outlet;
import org.apache.kafka.common.header.Headers;

/** Where a writer sends that only brings its state to the end of the log: nothing. */
final class Nowhere implements Outlet {

    @Override
    public void send(
            String topic, int partition, byte[] key, byte[] value, Headers headers, long at) {
        throw new Broken("a fold sends something to " + topic);
    }

    @Override
    public void commit() {}
}

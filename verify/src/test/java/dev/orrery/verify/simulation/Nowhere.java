package dev.orrery.verify.simulation;

import dev.orrery.commands.processor.Outlet;
import dev.orrery.schemas.topic.Topics;
import org.apache.kafka.common.header.Headers;

/**
 * Where a writer sends that only brings its state to the end of the log: nothing, but which views
 * are live.
 */
final class Nowhere implements Outlet {

    @Override
    public void send(
            String topic, int partition, byte[] key, byte[] value, Headers headers, long at) {
        if (!topic.equals(Topics.VIEWS)) {
            throw new Broken("a fold sends something to " + topic);
        }
    }

    @Override
    public void commit() {}
}

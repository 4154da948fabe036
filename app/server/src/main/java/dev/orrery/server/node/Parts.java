package dev.orrery.server.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the opposite order. One that fails to stop stops no other. */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable thing) {}

    private final Deque<Part> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(String name, T thing) {
        started.push(new Part(name, thing));
        return thing;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.thing().close();
            } catch (Exception failure) {
                LOG.error("The {} did not stop cleanly", part.name(), failure);
            }
        }
    }
}

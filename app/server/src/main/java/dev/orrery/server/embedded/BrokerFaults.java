package dev.orrery.server.embedded;

import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Kafka finds itself broken. Its own handler ends the process without a word to
 * the caller of a start that fails; this one lets that failure be thrown, and ends the process only
 * once the node was running, since an all-in-one whose log is gone has nothing to serve from.
 */
final class BrokerFaults implements FaultHandlerFactory {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);
    private static final int EXIT_CODE = 70;

    private volatile boolean running;

    void watch() {
        running = true;
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return fatal
                ? (message, cause) -> fatal(name, message, cause, action)
                : new LoggingFaultHandler(name, action);
    }

    private RuntimeException fatal(
            String name, String message, @Nullable Throwable cause, Runnable action) {
        action.run();
        if (running) {
            LOG.error("The embedded Kafka can't go on: {}: {}", name, message, cause);
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        return new IllegalStateException(name + ": " + message, cause);
    }
}

package dev.orrery.server.embedded;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;

/**
 * Drops the warnings that Kafka gives at each start and stop of a lone node, and that ask nobody to
 * do anything. By line and not by logger, since the same loggers have real news too. Named in
 * `conf/logback.xml`.
 */
public final class KafkaChatter extends Filter<ILoggingEvent> {
    private static final Map<String, String> LINES =
            Map.of(
                    // It says that the controller starts.
                    "org.apache.kafka.controller.QuorumController",
                    "Performing controller activation",
                    // The controller registers a moment before it is elected, and then once more.
                    "kafka.server.ControllerApis",
                    "apiKey=CONTROLLER_REGISTRATION",
                    // Several clients ask at once for an internal topic that is being made.
                    "kafka.server.DefaultAutoTopicCreationManager",
                    "TOPIC_ALREADY_EXISTS",
                    // A heartbeat waited while hundreds of partitions were made; it counts all the
                    // same.
                    "org.apache.kafka.controller.ReplicationControlManager",
                    "processExpiredBrokerHeartbeat",
                    "org.apache.kafka.server.BrokerLifecycleManager",
                    "sent a heartbeat request but received error REQUEST_TIMED_OUT",
                    // The controller closes this client twice.
                    "org.apache.kafka.clients.NetworkClient",
                    "name=registration] Attempting to close NetworkClient that has already");

    @Override
    public FilterReply decide(ILoggingEvent event) {
        String line = LINES.get(event.getLoggerName());
        return line != null && event.getFormattedMessage().contains(line)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}

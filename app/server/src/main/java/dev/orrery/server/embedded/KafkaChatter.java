package dev.orrery.server.embedded;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Drops the warnings that Kafka gives at each start and stop of a lone node, and that ask nobody to
 * do anything. By line and not by logger, since the same loggers have real news too. Named in
 * `conf/logback.xml`.
 */
public final class KafkaChatter extends Filter<ILoggingEvent> {
    private record Line(String logger, String part) {}

    private static final List<Line> LINES =
            List.of(
                    // It says that the controller starts.
                    new Line(
                            "org.apache.kafka.controller.QuorumController",
                            "Performing controller activation"),
                    // The controller registers a moment before it is elected, and then once more.
                    new Line("kafka.server.ControllerApis", "apiKey=CONTROLLER_REGISTRATION"),
                    // Several clients ask at once for an internal topic that is being made.
                    new Line(
                            "kafka.server.DefaultAutoTopicCreationManager", "TOPIC_ALREADY_EXISTS"),
                    // A heartbeat waited while hundreds of partitions were made; it counts all the
                    // same.
                    new Line(
                            "org.apache.kafka.controller.ReplicationControlManager",
                            "processExpiredBrokerHeartbeat"),
                    new Line(
                            "org.apache.kafka.server.BrokerLifecycleManager",
                            "sent a heartbeat request but received error REQUEST_TIMED_OUT"),
                    // The controller closes this client twice.
                    new Line(
                            "org.apache.kafka.clients.NetworkClient",
                            "name=registration] Attempting to close NetworkClient that has"
                                    + " already"),
                    // A topic that was just made is not known everywhere yet; clients ask again.
                    new Line(
                            "org.apache.kafka.clients.NetworkClient", "UNKNOWN_TOPIC_OR_PARTITION"),
                    new Line("org.apache.kafka.clients.NetworkClient", "LEADER_NOT_AVAILABLE"),
                    // It was still reading its topics when the node was told to stop.
                    new Line(
                            "org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime",
                            "the partition is not online or is no longer the leader"),
                    // Whoever puts the data folder there, as every test does, means it.
                    new Line(
                            "org.apache.kafka.streams.processor.internals.StateDirectory",
                            "Using an OS temp directory in the state.dir"),
                    // The first node of a cluster has nobody to keep copies for it, and is told so
                    // in a line for each partition.
                    new Line(
                            "org.apache.kafka.streams.processor.internals.assignment"
                                    + ".DefaultStandbyTaskAssignor",
                            "Unable to assign"),
                    // The markers of the transaction before are still being written; it asks again.
                    new Line(
                            "org.apache.kafka.clients.producer.internals.Sender",
                            "CONCURRENT_TRANSACTIONS"),
                    // It speaks of global stores, and we have none.
                    new Line("org.apache.kafka.streams.StreamsConfig", "for the GlobalThread"));

    @Override
    public FilterReply decide(ILoggingEvent event) {
        for (var line : LINES) {
            if (line.logger().equals(event.getLoggerName())
                    && event.getFormattedMessage().contains(line.part())) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }
}

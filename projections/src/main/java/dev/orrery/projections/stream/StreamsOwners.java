package dev.orrery.projections.stream;

import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.projections.peer.Owners;
import dev.orrery.schemas.topic.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Who has which partition as Kafka Streams tells each member of the group with its share of the
 * work, so it is as old as the last rebalance.
 *
 * @param streams of this node
 * @param here where this node is reached: it is no other
 */
record StreamsOwners(KafkaStreams streams, Optional<NodeAddress> here) implements Owners {

    @Override
    public Optional<NodeAddress> owner(int partition) {
        return having(partition, StreamsMetadata::topicPartitions).findFirst();
    }

    @Override
    public List<NodeAddress> standbys(int partition) {
        return having(partition, StreamsMetadata::standbyTopicPartitions).toList();
    }

    private Stream<NodeAddress> having(
            int partition, Function<StreamsMetadata, Set<TopicPartition>> which) {
        var wanted = new TopicPartition(Topics.EVENTS, partition);
        return all().stream()
                .filter(node -> which.apply(node).contains(wanted))
                .map(StreamsMetadata::hostInfo)
                // One that answers no HTTP has no address.
                .filter(host -> !host.equals(HostInfo.unavailable()))
                .map(host -> new NodeAddress(host.host(), host.port()))
                .filter(node -> here.filter(node::equals).isEmpty());
    }

    private Collection<StreamsMetadata> all() {
        // Before it has started, and when it has stopped, Kafka Streams knows nobody.
        return streams.state().isRunningOrRebalancing()
                ? streams.metadataForAllStreamsClients()
                : List.of();
    }
}

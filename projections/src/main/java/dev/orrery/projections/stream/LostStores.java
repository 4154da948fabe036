package dev.orrery.projections.stream;

import dev.orrery.schemas.topic.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds stores that are gone: the group says that a partition was read, and the changelog that must
 * have come of it is missing or empty. Reading goes on where it stopped, so without this the views
 * would begin in the middle of the log. Sent back to its beginning they build themselves again, and
 * what another partition has already is met as a repeat and changes nothing.
 */
final class LostStores {

    private static final Map<String, String> STORE_OF =
            Map.of(Topics.EVENTS, ProjectorTopology.VIEWS, Topics.LOGS, ProjectorTopology.OUTPUT);

    private final Admin admin;
    private final String instance;

    /**
     * @param admin is the caller's to close
     */
    LostStores(Admin admin, String instance) {
        this.admin = admin;
        this.instance = instance;
    }

    /** The partitions that were read and whose store is gone. */
    Set<TopicPartition> find() throws ExecutionException, InterruptedException {
        var read =
                admin
                        .listConsumerGroupOffsets(ProjectorSettings.APPLICATION)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .entrySet()
                        .stream()
                        .filter(entry -> entry.getValue() != null)
                        .filter(entry -> entry.getValue().offset() > 0)
                        .map(Map.Entry::getKey)
                        .filter(partition -> STORE_OF.containsKey(partition.topic()))
                        .collect(Collectors.toSet());
        var filled = filled(read.stream().map(LostStores::changelog).toList());
        read.removeIf(partition -> filled.contains(changelog(partition)));
        return read;
    }

    /** Lets the partitions be read from their beginning. Nobody else may be reading. */
    void readAgain(Set<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        removeOurFormerSelf();
        var beginning = new HashMap<TopicPartition, OffsetAndMetadata>();
        partitions.forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(ProjectorSettings.APPLICATION, beginning).all().get();
    }

    private Set<TopicPartition> filled(Collection<TopicPartition> changelogs)
            throws ExecutionException, InterruptedException {
        var topics = admin.listTopics().names().get();
        var there =
                changelogs.stream()
                        .filter(partition -> topics.contains(partition.topic()))
                        .collect(Collectors.toSet());
        var begins = offsets(there, OffsetSpec.earliest());
        var ends = offsets(there, OffsetSpec.latest());
        there.removeIf(partition -> Objects.equals(ends.get(partition), begins.get(partition)));
        return there;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, spec));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** After a kill the group remembers us for the length of a session, and takes no offsets. */
    private void removeOurFormerSelf() throws InterruptedException {
        var former =
                IntStream.rangeClosed(1, ProjectorSettings.THREADS)
                        .mapToObj(thread -> new MemberToRemove(instance + "-" + thread))
                        .collect(Collectors.toCollection(HashSet::new));
        try {
            admin.removeMembersFromConsumerGroup(
                            ProjectorSettings.APPLICATION,
                            new RemoveMembersFromConsumerGroupOptions(former))
                    .all()
                    .get();
        } catch (ExecutionException notThere) {
            // Then there is nobody to remove.
        }
    }

    private static TopicPartition changelog(TopicPartition source) {
        return new TopicPartition(
                ProjectorSettings.APPLICATION + "-" + STORE_OF.get(source.topic()) + "-changelog",
                source.partition());
    }
}

package dev.orrery.projections.stream;

import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Tally;
import dev.orrery.schemas.topic.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/**
 * Finds stores that are gone, or are of no use. Gone: the group says that a partition was read, and
 * the changelog that must have come of it is missing. Of no use: the views are ahead of the log, or
 * another version wrote them. Reading goes on where it stopped, so without this the views would
 * begin in the middle of the log, or never follow it. Sent back to its beginning they build
 * themselves again, and what another partition has already is met as a repeat and changes nothing.
 */
final class LostStores {

    private static final Map<String, String> STORE_OF =
            Map.of(Topics.EVENTS, ProjectorTopology.VIEWS, Topics.LOGS, ProjectorTopology.OUTPUT);

    private final Admin admin;
    private final LastRecords records;
    private final String application;
    private final String instance;

    /**
     * What is to be done.
     *
     * @param again what has to be read from its beginning
     * @param useless the changelogs that can't be gone on with
     */
    record Found(Set<TopicPartition> again, Set<String> useless) {}

    /**
     * @param admin is the caller's to close
     * @param settings of the projector whose stores these are
     */
    LostStores(Admin admin, LastRecords records, ProjectorSettings settings) {
        this.admin = admin;
        this.records = records;
        this.application = settings.application();
        this.instance = settings.instance();
    }

    /**
     * What there is, as it was found.
     *
     * @param application the name of the group
     * @param read what the group says that it has read
     * @param topics every topic that there is
     * @param tallies the last of each partition of the views' changelog
     */
    record Kept(
            String application,
            Set<TopicPartition> read,
            Set<String> topics,
            Map<Integer, byte[]> tallies) {

        /**
         * @param logEnd the sequence of the last event of each partition, looked at later
         */
        Found against(Map<Integer, Long> logEnd) {
            var lost = new HashSet<>(read);
            lost.removeIf(partition -> isThere(partition, logEnd));
            boolean useless =
                    tallies.entrySet().stream()
                            .anyMatch(each ->
                                    isUseless(
                                            each.getValue(),
                                            logEnd.getOrDefault(each.getKey(), 0L)));
            if (!useless) {
                return new Found(lost, Set.of());
            }
            logEnd.keySet().forEach(each -> lost.add(new TopicPartition(Topics.EVENTS, each)));
            return new Found(lost, Set.of(changelog(application, ProjectorTopology.VIEWS)));
        }

        /** A partition without output has no store; one with events has a tally. */
        private boolean isThere(TopicPartition partition, Map<Integer, Long> logEnd) {
            return topics.contains(changelog(application, STORE_OF.get(partition.topic())))
                    && (!partition.topic().equals(Topics.EVENTS)
                            || tallies.containsKey(partition.partition())
                            || logEnd.getOrDefault(partition.partition(), 0L) == 0);
        }
    }

    /** What was read first: what is read meanwhile has its tally when tallies are looked at. */
    Kept look(int partitions) throws ExecutionException, InterruptedException {
        var read = read();
        var topics = admin.listTopics().names().get();
        var tallies =
                topics.contains(changelog(application, ProjectorTopology.VIEWS))
                        ? tallies(partitions)
                        : Map.<Integer, byte[]>of();
        return new Kept(application, read, topics, tallies);
    }

    /** Whether other nodes are in the group: they looked after the stores when they started. */
    boolean othersRead() throws ExecutionException, InterruptedException {
        try {
            var group =
                    admin.describeConsumerGroups(Set.of(application)).all().get().get(application);
            return group != null
                    && group.members().stream()
                            .anyMatch(member ->
                                    !member.groupInstanceId()
                                            .orElse("")
                                            .startsWith(instance + "-"));
        } catch (ExecutionException failure) {
            if (isNobody(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /** Lets the partitions be read from their beginning. Nobody else may be reading. */
    void readAgain(Found found) throws ExecutionException, InterruptedException {
        leave();
        var beginning = new HashMap<TopicPartition, OffsetAndMetadata>();
        found.again().forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(application, beginning).all().get();
        // After the offsets: torn in between, this is found and done again.
        admin.deleteTopics(found.useless()).all().get();
    }

    private Set<TopicPartition> read() throws ExecutionException, InterruptedException {
        return admin
                .listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() != null && entry.getValue().offset() > 0)
                .map(Map.Entry::getKey)
                .filter(partition -> STORE_OF.containsKey(partition.topic()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Every fold ends with the tally, so it is the last record of a changelog. */
    private Map<Integer, byte[]> tallies(int partitions) {
        var views = changelog(application, ProjectorTopology.VIEWS);
        var changelog =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(views, partition))
                        .toList();
        var tallies = new HashMap<Integer, byte[]>();
        records.of(
                        changelog,
                        record ->
                                record.value() != null && Arrays.equals(record.key(), Keys.tally()))
                .forEach((partition, last) -> tallies.put(partition.partition(), last.value()));
        return tallies;
    }

    private static boolean isUseless(byte[] tally, long logEnd) {
        return !Tally.isOurs(tally) || Tally.of(tally).sequence() > logEnd;
    }

    /** After a kill the group remembers us for the length of a session, and takes no offsets. */
    void leave() throws ExecutionException, InterruptedException {
        var former =
                IntStream.rangeClosed(1, ProjectorSettings.THREADS)
                        .mapToObj(thread -> new MemberToRemove(instance + "-" + thread))
                        .collect(Collectors.toCollection(HashSet::new));
        try {
            admin.removeMembersFromConsumerGroup(
                            application, new RemoveMembersFromConsumerGroupOptions(former))
                    .all()
                    .get();
        } catch (ExecutionException failure) {
            if (!isNobody(failure)) {
                throw failure;
            }
        }
    }

    private static boolean isNobody(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GroupIdNotFoundException
                    || cause instanceof UnknownMemberIdException) {
                return true;
            }
        }
        return false;
    }

    private static String changelog(String application, @Nullable String store) {
        return application + "-" + store + "-changelog";
    }
}

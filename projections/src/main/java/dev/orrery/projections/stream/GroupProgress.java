package dev.orrery.projections.stream;

import dev.orrery.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far all nodes together have come with a generation of the views, as their group says. */
public final class GroupProgress {

    private final Admin admin;
    private final int partitions;

    /**
     * Of one partition.
     *
     * @param partition of the log of events, or of the output of runs
     * @param position the offset up to which all is folded and committed
     * @param end the offset of its end
     */
    public record Progress(TopicPartition partition, long position, long end) {}

    /**
     * @param admin is the caller's to close
     * @param partitions of the log
     */
    public GroupProgress(Admin admin, int partitions) {
        this.admin = admin;
        this.partitions = partitions;
    }

    /** Of each partition that is folded. */
    public List<Progress> of(int generation) throws ExecutionException, InterruptedException {
        var group = ProjectorSettings.application(generation);
        var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        var ends = offsets(folded(), OffsetSpec.latest());
        var positions = new HashMap<TopicPartition, Long>();
        committed.forEach((partition, offset) -> {
            if (offset != null) {
                positions.put(partition, offset.offset());
            }
        });
        // Nothing is committed of what has no records, any more or yet.
        var unread = ends.keySet().stream().filter(each -> !positions.containsKey(each)).toList();
        positions.putAll(offsets(unread, OffsetSpec.earliest()));
        var all = new ArrayList<Progress>();
        for (var each : folded()) {
            all.add(
                    new Progress(
                            each, positions.getOrDefault(each, 0L), ends.getOrDefault(each, 0L)));
        }
        return all;
    }

    private List<TopicPartition> folded() {
        return Stream.of(Topics.EVENTS, Topics.LOGS)
                .flatMap(topic ->
                        IntStream.range(0, partitions)
                                .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> some, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        some.forEach(partition -> asked.put(partition, which));
        var found = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }
}

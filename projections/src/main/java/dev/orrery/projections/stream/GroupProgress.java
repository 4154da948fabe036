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
public final class GroupProgress implements AutoCloseable {

    /** More than marks of transactions that ended one after the other. */
    private static final long MARKS_MAX = 1_000;

    private final Admin admin;
    private final Tails tails;
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
     * @param client settings of any client of Kafka
     * @param partitions of the log
     */
    public GroupProgress(Admin admin, Map<String, Object> client, int partitions) {
        this.admin = admin;
        this.partitions = partitions;
        tails = new Tails(client);
    }

    @Override
    public synchronized void close() {
        tails.close();
    }

    /** Of each partition that is folded. */
    public synchronized List<Progress> of(int generation)
            throws ExecutionException, InterruptedException {
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
        offsets(folded(), OffsetSpec.earliest())
                .forEach((each, start) -> positions.merge(each, start, Math::max));
        var all = new ArrayList<Progress>();
        for (var each : folded()) {
            long position = positions.getOrDefault(each, 0L);
            long end = ends.getOrDefault(each, 0L);
            // Nothing is committed of marks of transactions either, such as a kill -9 leaves.
            boolean isMarksAlone =
                    position < end && end - position <= MARKS_MAX && tails.isEmpty(each, position);
            all.add(new Progress(each, isMarksAlone ? end : position, end));
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

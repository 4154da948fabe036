package dev.orrery.schemas.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it is to be.
 *
 * @param name of the topic
 * @param spread whether it has a partition for each partition of the log, or one
 * @param keep how long it keeps records
 * @param messageBytesMax the largest batch of records
 * @param time whose clock gives a record its timestamp
 */
public record Topic(String name, boolean spread, Keep keep, int messageBytesMax, Time time) {

    /** Whose clock gives a record its timestamp. */
    public enum Time {
        /** The broker's, when it appends: a client's clock decides nothing. */
        BROKER,
        /** The writer's, because it is part of what is hashed. */
        WRITER
    }

    /** The largest record that says something: a command, an event, an answer. */
    public static final int LARGE_BYTES_MAX = 2 * 1024 * 1024;

    /** The largest dead letter: it holds a whole record of another topic, with key and reason. */
    public static final int LETTER_BYTES_MAX = 5 * 1024 * 1024;

    private static final int USUAL_BYTES_MAX = 1024 * 1024;
    // Kafka's 1 GiB would keep an hour's topic for weeks, and its 10 MiB indexes, reserved for each
    // partition at its birth, would be most of what a fresh installation has on disk.
    // After a kill -9 a broker reads the last segment of each partition before it serves any.
    private static final int SEGMENT_BYTES = 16 * 1024 * 1024;
    private static final int EVENT_SEGMENT_BYTES = 32 * 1024 * 1024;
    // An entry of 12 bytes for each 4 KiB of a segment.
    private static final int INDEX_BYTES_PER_SEGMENT_KIB = 4;
    private static final Duration SEGMENT_SHORTEST = Duration.ofMinutes(10);
    private static final Duration SEGMENT_LONGEST = Duration.ofDays(7);
    private static final int SEGMENTS_PER_RETENTION = 6;

    static Topic spread(String name, Keep keep) {
        return new Topic(name, true, keep, USUAL_BYTES_MAX, Time.BROKER);
    }

    static Topic single(String name, Keep keep) {
        return new Topic(name, false, keep, USUAL_BYTES_MAX, Time.BROKER);
    }

    Topic large() {
        return upTo(LARGE_BYTES_MAX);
    }

    Topic upTo(int bytesMax) {
        return new Topic(name, spread, keep, bytesMax, time);
    }

    Topic timedByWriter() {
        return new Topic(name, spread, keep, messageBytesMax, Time.WRITER);
    }

    int partitions(TopicSettings settings) {
        return spread ? settings.partitions() : 1;
    }

    Map<String, String> configs(TopicSettings settings) {
        var configs = new HashMap<String, String>();
        if (settings.minInsyncReplicas() > 0) {
            configs.put(
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    Integer.toString(settings.minInsyncReplicas()));
        }
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(messageBytesMax));
        putTime(configs);
        putKeep(configs);
        return configs;
    }

    private void putTime(Map<String, String> configs) {
        switch (time) {
            case BROKER -> configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
            case WRITER -> {
                configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
                // Time never goes back on a partition, so after a clock that ran ahead was set
                // right the log is ahead of the broker; to refuse it would stop the log for good.
                configs.put(
                        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                        Long.toString(Long.MAX_VALUE));
            }
        }
    }

    private void putKeep(Map<String, String> configs) {
        int segmentBytes = time == Time.WRITER ? EVENT_SEGMENT_BYTES : SEGMENT_BYTES;
        configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(segmentBytes));
        configs.put(
                TopicConfig.SEGMENT_INDEX_BYTES_CONFIG,
                Integer.toString(segmentBytes / 1024 * INDEX_BYTES_PER_SEGMENT_KIB));
        switch (keep) {
            case Keep.Latest _ ->
                    configs.put(
                            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            case Keep.For(Duration retention) -> {
                configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
                configs.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
                configs.put(
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(segment(retention).toMillis()));
            }
        }
    }

    /** Only whole segments are deleted, so one must not span more than a part of the retention. */
    private static Duration segment(Duration retention) {
        if (retention.isNegative()) {
            return SEGMENT_LONGEST;
        }
        var part = retention.dividedBy(SEGMENTS_PER_RETENTION);
        if (part.compareTo(SEGMENT_SHORTEST) < 0) {
            return SEGMENT_SHORTEST;
        }
        return part.compareTo(SEGMENT_LONGEST) > 0 ? SEGMENT_LONGEST : part;
    }
}

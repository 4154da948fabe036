package dev.orrery.audit.log;

import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The log in Kafka, read with one plain consumer: no group, no commits, committed events only. */
public final class KafkaLog implements LogReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Backlog> backlogs = new HashMap<>();
    private final List<Integer> partitions;

    /**
     * @param kafka settings of the consumer, {@code bootstrap.servers} at least
     * @throws LogUnavailable when no Kafka answers, or has no log
     */
    public static KafkaLog open(Map<String, ?> kafka) {
        return open(kafka, LogRange.WHOLE);
    }

    /**
     * @param kafka settings of the consumer, {@code bootstrap.servers} at least
     * @param range what of the log is read
     * @throws LogUnavailable when no Kafka answers, or has no log
     * @throws PositionUnknown when the range begins or ends where the log has no event
     */
    public static KafkaLog open(Map<String, ?> kafka, LogRange range) {
        try {
            return new KafkaLog(new KafkaConsumer<>(settings(kafka)), range);
        } catch (TimeoutException nobody) {
            throw new LogUnavailable(
                    "No Kafka answers at "
                            + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + "; check the address, what the settings say of TLS and SASL, and"
                            + " that it runs.",
                    nobody);
        } catch (KafkaException noAnswer) {
            throw noAnswer(noAnswer);
        }
    }

    static Map<String, Object> settings(Map<String, ?> kafka) {
        var settings = new HashMap<String, Object>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        // Who looks for a place asks at many; each would wait for what was asked before.
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
        settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "orrery-audit");
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        return settings;
    }

    KafkaLog(Consumer<byte[], byte[]> consumer) {
        this(consumer, LogRange.WHOLE);
    }

    KafkaLog(Consumer<byte[], byte[]> consumer, LogRange range) {
        this.consumer = consumer;
        try {
            partitions = find(range);
        } catch (RuntimeException refused) {
            consumer.close();
            throw refused;
        }
    }

    private List<Integer> find(LogRange range) {
        var all =
                consumer.partitionsFor(Topics.EVENTS).stream()
                        .map(PartitionInfo::partition)
                        .sorted()
                        .toList();
        if (all.isEmpty()) {
            throw new LogUnavailable(
                    "This Kafka holds no log: it has no topic "
                            + Topics.EVENTS
                            + "; check its address, or start Orrery on it first.");
        }
        range.requireIn(all);
        var wanted =
                all.stream().filter(each -> range.partitions().includes(each, all.size())).toList();
        var topics = wanted.stream().map(KafkaLog::topic).toList();
        consumer.assign(topics);
        var begins = consumer.beginningOffsets(topics);
        var ends = consumer.endOffsets(topics);
        begins.forEach(consumer::seek);
        var places = new KafkaPlaces(consumer, begins, ends);
        var starts = new HashMap<TopicPartition, Long>();
        for (var each : topics) {
            int partition = each.partition();
            var after = range.after().sequences().getOrDefault(partition, 0L);
            starts.put(
                    each, after == 0 ? begins.getOrDefault(each, 0L) : places.of(each, after) + 1);
            var last = range.last().sequences().get(partition);
            long end;
            if (last == null) {
                end = ends.getOrDefault(each, 0L);
            } else {
                end = last == 0 ? begins.getOrDefault(each, 0L) : places.of(each, last) + 1;
            }
            backlogs.put(partition, new Backlog(end, range.bufferedBytesMax() / wanted.size()));
        }
        starts.forEach(consumer::seek);
        return wanted;
    }

    @Override
    public List<Integer> partitions() {
        return partitions;
    }

    @Override
    public @Nullable LogRecord next(int partition) {
        var backlog = backlog(partition);
        try {
            long start = System.nanoTime();
            while (backlog.isEmpty() && !isRead(partition)) {
                if (fetch() > 0) {
                    start = System.nanoTime();
                } else if (System.nanoTime() - start > ANSWER_MAX.toNanos()) {
                    throw new LogUnavailable("Kafka stopped answering; see whether it still runs.");
                }
            }
        } catch (KafkaException noAnswer) {
            throw noAnswer(noAnswer);
        }
        return backlog.next();
    }

    /** Fetches for all partitions that have room, since the merge will come to each of them. */
    private int fetch() {
        var byRoom =
                partitions.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> !isRead(each) && backlog(each).hasRoom(),
                                        Collectors.mapping(KafkaLog::topic, Collectors.toList())));
        consumer.resume(Objects.requireNonNull(byRoom.get(true)));
        consumer.pause(Objects.requireNonNull(byRoom.get(false)));
        var records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> each : records) {
            backlog(each.partition()).add(each);
        }
        return records.count();
    }

    private boolean isRead(int partition) {
        return consumer.position(topic(partition)) >= backlog(partition).end();
    }

    private Backlog backlog(int partition) {
        return Objects.requireNonNull(
                backlogs.get(partition), () -> "the log has no partition " + partition);
    }

    private static TopicPartition topic(int partition) {
        return new TopicPartition(Topics.EVENTS, partition);
    }

    static LogUnavailable noAnswer(KafkaException cause) {
        var detail =
                Stream.iterate((Throwable) cause, Objects::nonNull, Throwable::getCause)
                        .reduce((_, deeper) -> deeper)
                        .orElse(cause);
        return new LogUnavailable("The log can't be read: " + detail.getMessage(), cause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaUnavailable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of a partition as a task of Kafka Streams: its records, its store and its alarm. */
final class DecidingProcessor implements Processor<byte[], byte[], byte[], Outbound>, Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(DecidingProcessor.class);

    /** How long a registry is waited for, at most: well below what a consumer may be silent. */
    private static final Duration READ_MAX = Duration.ofSeconds(30);

    private static final long READ_AGAIN_MILLIS = 500;

    private final Codecs codecs;
    private final EventLog log;
    private final ProcessorSettings settings;
    private final Backlog backlog;
    private final LongSupplier nanos;
    private @Nullable ProcessorContext<byte[], Outbound> context;
    private @Nullable PartitionWriter writer;
    private @Nullable Cancellable alarm;
    private long alarmMillis = Long.MAX_VALUE;

    DecidingProcessor(
            Codecs codecs,
            EventLog log,
            ProcessorSettings settings,
            Backlog backlog,
            LongSupplier nanos) {
        this.codecs = codecs;
        this.log = log;
        this.settings = settings;
        this.backlog = backlog;
        this.nanos = nanos;
    }

    @Override
    public void init(ProcessorContext<byte[], Outbound> started) {
        context = started;
        KeyValueStore<Bytes, byte[]> store = started.getStateStore(ProcessorTopology.STATE);
        int partition = started.taskId().partition();
        var clocks = new Clocks(started::currentSystemTimeMs, nanos);
        writer = PartitionWriter.open(partition, store, this, codecs, log, settings, clocks);
        // A task that Streams brings back to life has an alarm of its life before.
        stopAlarm();
        setAlarm();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        takeWhenReadable(inbound(record));
        setAlarm();
        if (backlog.taken()) {
            commit();
        }
    }

    @Override
    public void close() {
        backlog.forget();
    }

    @Override
    public void send(
            String topic, int partition, byte[] key, byte[] value, Headers headers, long time) {
        context().forward(new Record<>(key, new Outbound(topic, partition, value), time, headers));
    }

    @Override
    public void commit() {
        context().commit();
    }

    /**
     * Waits for a registry that is away: the record may be as good as any, and those behind it must
     * not overtake it. In the end it fails loudly, and the next start reads the record again.
     *
     * @throws SchemaUnavailable when the registry stays away
     */
    private void takeWhenReadable(Inbound in) {
        long start = System.nanoTime();
        while (true) {
            try {
                writer().take(in);
                return;
            } catch (SchemaUnavailable away) {
                if (System.nanoTime() - start > READ_MAX.toNanos() || !pause()) {
                    throw away;
                }
                LOG.warn("A record at {} can't be read yet: {}", in.place(), away.getMessage());
            }
        }
    }

    /** False when the thread is to end. */
    private static boolean pause() {
        try {
            Thread.sleep(READ_AGAIN_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void turn(long clockMillis) {
        writer().turn();
        stopAlarm();
        setAlarm();
    }

    private void setAlarm() {
        long due = writer().nextTurn();
        if (due < alarmMillis) {
            stopAlarm();
            alarmMillis = due;
            long inMillis = Math.max(1, due - context().currentSystemTimeMs());
            alarm =
                    context()
                            .schedule(
                                    Duration.ofMillis(inMillis),
                                    PunctuationType.WALL_CLOCK_TIME,
                                    this::turn);
        }
    }

    private void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
        }
        alarm = null;
        alarmMillis = Long.MAX_VALUE;
    }

    private Inbound inbound(Record<byte[], byte[]> record) {
        var place = context().recordMetadata().orElseThrow();
        return new Inbound(
                place.topic(),
                place.partition(),
                place.offset(),
                record.key(),
                record.value(),
                record.headers());
    }

    private ProcessorContext<byte[], Outbound> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private PartitionWriter writer() {
        return Objects.requireNonNull(writer, "init comes first");
    }
}

package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Limits;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

/**
 * The one writer of a partition: reads what comes in and hands it to the desk that answers it.
 * Nothing that a client sends can stop it; what can't be read is kept as a dead letter.
 */
final class DecidingProcessor implements Processor<byte[], byte[], byte[], Outbound> {

    private static final Logger LOG = LoggerFactory.getLogger(DecidingProcessor.class);

    /** What was not done in one turn is gone on with after so long. */
    private static final long TURN_AFTER_MILLIS_MIN = 10;

    /** Each turn makes a transaction, so an idle clock turns seldom: for what is old by now. */
    private static final long TURN_EVERY_MILLIS = 1_000;

    /** Well below the length of a transaction, since it all belongs to one. */
    private static final Duration CATCH_UP_SLICE = Duration.ofSeconds(2);

    /** How long a registry is waited for, at most: well below what a consumer may be silent. */
    private static final Duration READ_MAX = Duration.ofSeconds(30);

    private static final long READ_AGAIN_MILLIS = 500;

    private static final CommandFormat FORMAT = new CommandFormat();

    /** Key and headers: a record that is forwarded must fit with them into 2 MiB. */
    private static final int SURROUNDINGS_BYTES_MAX = 32 * 1024;

    private final Codecs codecs;
    private final EventLog log;
    private final ProcessorSettings settings;
    private final Backlog backlog;
    private final LongSupplier nanos;
    private @Nullable ProcessorContext<byte[], Outbound> context;
    private @Nullable Partition desks;
    private @Nullable Cancellable alarm;
    private long alarmMillis = Long.MAX_VALUE;
    private long lastMillis;

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
        var opened = Partition.open(partition, store, this::send, codecs, log, settings, nanos);
        desks = opened;
        advance(opened, started.currentSystemTimeMs());
        setAlarm(opened, started.currentSystemTimeMs());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var in = inbound(record);
        var here = desks();
        long now = now(here);
        if (!here.catchUp().isDone()) {
            advance(here, now);
        }
        try {
            requireSize(in);
            if (here.catchUp().isDone()) {
                takeWhenReadable(here, in, now);
            } else {
                later(in, now);
            }
        } catch (UnreadableRecord unreadable) {
            LOG.warn("A record at {} can't be read: {}", in.place(), unreadable.getMessage());
            here.post().deadLetter(in, String.valueOf(unreadable.getMessage()), now);
        }
        setAlarm(here, now);
        if (backlog.taken()) {
            context().commit();
        }
    }

    @Override
    public void close() {
        backlog.forget();
    }

    /**
     * Waits for a registry that is away: the record may be as good as any, and those behind it must
     * not overtake it. In the end it fails loudly, and the next start reads the record again.
     *
     * @throws SchemaUnavailable when the registry stays away
     */
    private void takeWhenReadable(Partition here, Inbound in, long now) {
        long start = System.nanoTime();
        while (true) {
            try {
                take(here, in, now);
                return;
            } catch (SchemaUnavailable away) {
                // A record is decoded before anything is done about it: nothing is done twice.
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

    /** Topics limit what arrives compressed; here it is unpacked. */
    private static void requireSize(Inbound in) {
        if (bytes(in.value()).length > Limits.EVENT_BYTES_MAX) {
            throw new UnreadableRecord(
                    "The value has more than " + Limits.EVENT_BYTES_MAX + " bytes.");
        }
        if (bytes(in.key()).length + bytes(in.headers()) > SURROUNDINGS_BYTES_MAX) {
            throw new UnreadableRecord("Key and headers have more than 32 KiB.");
        }
    }

    private void take(Partition here, Inbound in, long now) {
        switch (in.topic()) {
            case Topics.COMMANDS, Topics.TRANSFERS -> takeCommand(here, in, now);
            case Topics.REPORTS -> {
                var header = header(in);
                var report = codecs.reports().decode(in.value());
                if (isAddressable(header)) {
                    here.reports().take(header, report, now);
                }
            }
            case Topics.HEARTBEATS ->
                    here.reports().take(codecs.heartbeats().decode(in.value()), now);
            default -> throw new IllegalStateException("no desk for the topic " + in.topic());
        }
    }

    private void takeCommand(Partition here, Inbound in, long now) {
        var header = header(in);
        var command = codecs.commands().decode(in.value());
        int owner = command.target().affinity().partition(settings.partitions());
        if (owner != here.partition()) {
            forward(in, header, owner, now);
        } else if (isAddressable(header)) {
            here.commands().take(in, header, command, now);
        } else {
            refuseAddress(here, in, header, command, now);
        }
    }

    /** Other clients partition as they like; the wrong writer never decides. */
    private void forward(Inbound in, CommandHeader header, int owner, long now) {
        var headers = new RecordHeaders(in.headers());
        headers.remove("ce_id");
        headers.add("ce_id", header.id().value().getBytes(StandardCharsets.UTF_8));
        send(Topics.TRANSFERS, owner, bytes(in.key()), bytes(in.value()), headers, now);
    }

    /** What comes before the state is whole waits at the end of the partition's transfers. */
    private void later(Inbound in, long now) {
        switch (in.topic()) {
            case Topics.COMMANDS, Topics.TRANSFERS -> {
                var header = new CommandId(in.place()).value().getBytes(StandardCharsets.UTF_8);
                var headers = new RecordHeaders(in.headers());
                if (headers.lastHeader("ce_id") == null) {
                    headers.add("ce_id", header);
                }
                int here = desks().partition();
                send(Topics.TRANSFERS, here, bytes(in.key()), bytes(in.value()), headers, now);
            }
            // Runners ask again, and no lease is watched before the state is whole.
            case Topics.REPORTS, Topics.HEARTBEATS ->
                    LOG.debug("{} came while the state was being rebuilt", in.place());
            default -> throw new IllegalStateException("no desk for the topic " + in.topic());
        }
    }

    private void refuseAddress(
            Partition here, Inbound in, CommandHeader header, Command command, long now) {
        var refusal =
                Refusal.REPLY_ADDRESS_INVALID.because(
                        "The reply address "
                                + header.replyTo()
                                + " names no partition of the replies.");
        var type = codecs.commands().name(command);
        var at = Instant.ofEpochMilli(now);
        here.post().refused(in.place(), header, type, command.toString(), refusal, at);
    }

    private boolean isAddressable(CommandHeader header) {
        var to = header.replyTo();
        return to == null || (to.partition() >= 0 && to.partition() < settings.partitions());
    }

    private void turn(long clockMillis) {
        var here = desks();
        long now = now(here);
        if (here.catchUp().isDone()) {
            here.clockwork().turn(now);
            here.answers().tidy(Instant.ofEpochMilli(now));
        } else {
            advance(here, now);
        }
        stopAlarm();
        setAlarm(here, now);
    }

    private long now(Partition here) {
        long now = context().currentSystemTimeMs();
        if (now < lastMillis) {
            here.liveness().clockWentBack(now);
        }
        lastMillis = now;
        return now;
    }

    /**
     * Turns the clock when the next thing is due. With nothing due it turns on the full second: the
     * partitions of a thread then share a transaction.
     */
    private void setAlarm(Partition here, long now) {
        long soonest = now + TURN_AFTER_MILLIS_MIN;
        long latest = (now / TURN_EVERY_MILLIS + 1) * TURN_EVERY_MILLIS;
        long next =
                here.catchUp().isDone() ? Math.min(here.clockwork().nextDue(), latest) : soonest;
        long due = Math.max(soonest, next);
        if (due < alarmMillis) {
            stopAlarm();
            alarmMillis = due;
            alarm =
                    context()
                            .schedule(
                                    Duration.ofMillis(due - now),
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

    private void advance(Partition here, long now) {
        long left = here.catchUp().eventsLeft();
        if (left > 0) {
            LOG.info("Partition {} is {} events behind its log", here.partition(), left);
            here.catchUp().advance(CATCH_UP_SLICE);
            context().commit();
        }
        if (here.catchUp().isDone()) {
            here.liveness().restart(now);
        }
    }

    private CommandHeader header(Inbound in) {
        return FORMAT.read(in.headers(), new CommandId(in.place()));
    }

    private void send(
            String topic, int partition, byte[] key, byte[] value, Headers headers, long time) {
        context().forward(new Record<>(key, new Outbound(topic, partition, value), time, headers));
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

    private static int bytes(Headers headers) {
        int bytes = 0;
        for (var header : headers) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    private static byte[] bytes(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private ProcessorContext<byte[], Outbound> context() {
        return Objects.requireNonNull(context, "init comes first");
    }

    private Partition desks() {
        return Objects.requireNonNull(desks, "init comes first");
    }
}

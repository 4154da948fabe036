package dev.orrery.commands.processor;

import dev.orrery.commands.domain.Limits;
import dev.orrery.commands.processor.Authority.Caller;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply.Rejected;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a partition: hands what comes in to the desk that answers it, and turns the
 * clock. Nothing that a client sends can stop it; what can't be read is kept as a dead letter.
 *
 * <p>All that it needs is handed in, so that it decides the same under Kafka Streams and in a
 * simulation. Not for several threads.
 */
public final class PartitionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    /** By less than this the wall clock may go back, and nothing rings late by more. */
    private static final long CLOCK_STEP_MILLIS = 500;

    /** What was not done in one turn is gone on with after so long. */
    private static final long TURN_AFTER_MILLIS_MIN = 10;

    /** Each turn makes a transaction, so an idle clock turns seldom: for what is old by now. */
    private static final long TURN_EVERY_MILLIS = 1_000;

    /** Well below the length of a transaction, since it all belongs to one. */
    private static final Duration CATCH_UP_SLICE = Duration.ofSeconds(2);

    private static final CommandFormat FORMAT = new CommandFormat();

    /** Key and headers: a record that is forwarded must fit with them into 2 MiB. */
    private static final int SURROUNDINGS_BYTES_MAX = 32 * 1024;

    private final Partition desks;
    private final Outlet outlet;
    private final Codecs codecs;
    private final ProcessorSettings settings;
    private final Clocks clocks;
    private final Authority authority;
    private long lastMillis;

    private PartitionWriter(
            Partition desks,
            Outlet outlet,
            Codecs codecs,
            ProcessorSettings settings,
            Clocks clocks) {
        this.desks = desks;
        this.outlet = outlet;
        this.codecs = codecs;
        this.settings = settings;
        this.clocks = clocks;
        this.authority = new Authority(settings.publishers(), codecs.commands());
    }

    /**
     * Compares the state with the log and begins to bring it to the log's end.
     *
     * @param store the deciding state, written within the same transactions as what is sent
     * @throws LogDisagrees when the state is ahead of the log, or differs from it
     */
    public static PartitionWriter open(
            int partition,
            KeyValueStore<Bytes, byte[]> store,
            Outlet outlet,
            Codecs codecs,
            EventLog log,
            ProcessorSettings settings,
            Clocks clocks) {
        var desks = Partition.open(partition, store, outlet, codecs, log, settings, clocks);
        var writer = new PartitionWriter(desks, outlet, codecs, settings, clocks);
        writer.advance(writer.now());
        return writer;
    }

    /**
     * @throws SchemaUnavailable when only an unreachable registry could tell what the record is;
     *     nothing was done about it, and it can be taken again
     */
    public void take(Inbound in) {
        long now = now();
        if (!isCaughtUp()) {
            advance(now);
        }
        try {
            requireSize(in);
            if (isCaughtUp()) {
                decide(in, now);
            } else {
                later(in, now);
            }
        } catch (UnreadableRecord unreadable) {
            LOG.warn("A record at {} can't be read: {}", in.place(), unreadable.getMessage());
            desks.post().deadLetter(in, String.valueOf(unreadable.getMessage()), now);
        }
    }

    /** Does what is due, for a bounded time. */
    public void turn() {
        long now = now();
        if (isCaughtUp()) {
            desks.liveness().turn(now);
            desks.clockwork().turn(now);
            desks.answers().tidy(Instant.ofEpochMilli(now));
        } else {
            advance(now);
        }
    }

    /** Whether the state is at the end of the log; nothing is decided before. */
    public boolean isCaughtUp() {
        return desks.catchUp().isDone();
    }

    /**
     * When the clock is to be turned next, Unix milliseconds. With nothing due it turns on the full
     * second: the partitions of a thread then share a transaction.
     */
    public long nextTurn() {
        long soonest = lastMillis + TURN_AFTER_MILLIS_MIN;
        long latest = (lastMillis / TURN_EVERY_MILLIS + 1) * TURN_EVERY_MILLIS;
        long next = isCaughtUp() ? Math.min(desks.clockwork().nextDue(), latest) : soonest;
        return Math.max(soonest, next);
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

    /** A record is decoded before anything is done about it. */
    private void decide(Inbound in, long now) {
        switch (in.topic()) {
            case Topics.COMMANDS, Topics.TRANSFERS -> decideCommand(in, now);
            case Topics.REPORTS -> {
                var header = header(in);
                var report = codecs.reports().decode(in.value());
                if (isAddressable(header)) {
                    desks.reports().take(header, report, now);
                }
            }
            case Topics.HEARTBEATS ->
                    desks.reports().take(codecs.heartbeats().decode(in.value()), now);
            default -> throw new IllegalStateException("no desk for the topic " + in.topic());
        }
    }

    private void decideCommand(Inbound in, long now) {
        var said = header(in);
        var command = codecs.commands().decode(in.value());
        switch (authority.judge(in, said, command)) {
            case Caller.Refused(var header, var refusal) -> refuse(header, command, refusal, now);
            case Caller.Allowed(var header) -> decideCommand(in, header, command, now);
        }
    }

    private void decideCommand(Inbound in, CommandHeader header, Command command, long now) {
        int owner = command.target().affinity().partition(settings.partitions());
        if (owner != desks.partition()) {
            forward(in, owner, now);
        } else if (isAddressable(header)) {
            desks.commands().take(in, header, command, now);
        } else {
            var refusal =
                    Refusal.REPLY_ADDRESS_INVALID.because(
                            "The reply address "
                                    + header.replyTo()
                                    + " names no partition of the replies.");
            refuse(header, command, refusal, now);
        }
    }

    /**
     * Other clients partition as they like; the wrong writer never decides. The record goes on as
     * it is, with its signature or without: the right one judges it as if it had come there.
     */
    private void forward(Inbound in, int owner, long now) {
        outlet.send(Topics.TRANSFERS, owner, bytes(in.key()), bytes(in.value()), headers(in), now);
    }

    /** With the id that a record without one has from its place. */
    private static RecordHeaders headers(Inbound in) {
        var headers = new RecordHeaders(in.headers());
        if (!FORMAT.hasId(headers)) {
            headers.add(HeaderNames.ID, in.place().getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** What comes before the state is whole waits at the end of the partition's transfers. */
    private void later(Inbound in, long now) {
        switch (in.topic()) {
            case Topics.COMMANDS, Topics.TRANSFERS -> forward(in, desks.partition(), now);
            // Runners ask again, and no lease is watched before the state is whole.
            case Topics.REPORTS, Topics.HEARTBEATS ->
                    LOG.debug("{} came while the state was being rebuilt", in.place());
            default -> throw new IllegalStateException("no desk for the topic " + in.topic());
        }
    }

    /** Nothing of it is remembered: who may not ask takes no place from whom they say they are. */
    private void refuse(CommandHeader header, Command command, Rejected refusal, long now) {
        desks.post()
                .refused(
                        command.target().value().toString(),
                        header,
                        codecs.commands().name(command),
                        command.toString(),
                        refusal,
                        Instant.ofEpochMilli(now));
        if (isAddressable(header)) {
            desks.post().reply(header, refusal, now);
        }
    }

    private boolean isAddressable(CommandHeader header) {
        var to = header.replyTo();
        return to == null || (to.partition() >= 0 && to.partition() < settings.partitions());
    }

    private long now() {
        long now = clocks.millis().getAsLong();
        if (now < lastMillis - CLOCK_STEP_MILLIS) {
            desks.liveness().clockWentBack(now);
        }
        lastMillis = now;
        return now;
    }

    private void advance(long now) {
        if (!isCaughtUp()) {
            long left = desks.catchUp().eventsLeft();
            if (left > 0) {
                LOG.info("Partition {} is {} events behind its log", desks.partition(), left);
            }
            desks.catchUp().advance(CATCH_UP_SLICE);
            outlet.commit();
        }
        if (isCaughtUp()) {
            desks.liveness().restart(now);
        }
    }

    private CommandHeader header(Inbound in) {
        return FORMAT.read(in.headers(), new CommandId(in.place()));
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
}

package dev.orrery.schemas.exchange;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.id.AggregateId;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.RootId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signature.CommandSignature;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the processor, and waits for its answers. An answer completes its future in a thread of its
 * own, after the commit of what it tells.
 *
 * <p>A future can fail with {@link TimedOut}, when no answer came and it is not known what became
 * of the command; with {@link TooManyInFlight}, when nothing was sent; and with Kafka's own
 * exception, when Kafka refused the record.
 */
public final class Exchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final int partitions;
    private final Codecs codecs;
    private final ExchangeSettings settings;
    private final InstantSource clock;
    private final CommandFormat format = new CommandFormat();
    private final Waiting waiting;
    private final InFlight commandsInFlight;
    private final InFlight reportsInFlight;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Thread reading;
    private volatile boolean closed;

    private Exchange(
            Map<String, Object> clients, int partitions, Codecs codecs, ExchangeSettings settings) {
        this.partitions = partitions;
        this.codecs = codecs;
        this.settings = settings;
        clock = InstantSource.system();
        waiting = new Waiting(settings.timeout());
        commandsInFlight = new InFlight(settings.commandsInFlightMax());
        reportsInFlight = new InFlight(settings.reportsInFlightMax());
        inbox = Inbox.open(clients, partitions, codecs.replies(), waiting);
        outbox = new Outbox(clients, inbox.instance(), settings.timeout());
        reading = Thread.ofPlatform().name("orrery-inbox").daemon().unstarted(inbox);
    }

    /**
     * Takes its place at the end of the replies, so that no answer can be missed.
     *
     * @param clients where Kafka is, and how to speak to it
     * @param partitions of the log
     */
    public static Exchange start(
            Map<String, Object> clients, int partitions, Codecs codecs, ExchangeSettings settings) {
        var exchange = new Exchange(clients, partitions, codecs, settings);
        exchange.reading.start();
        return exchange;
    }

    /** Whether answers come. */
    public boolean isRunning() {
        return !closed && !fault().isDone();
    }

    /** Completes when no more answers will come, with the reason; never after a close. */
    public CompletableFuture<Throwable> fault() {
        return inbox.fault();
    }

    /**
     * Asks for something.
     *
     * @param header its reply address is not looked at; without a deadline it gets that of the wait
     */
    public CompletableFuture<Reply> command(CommandHeader header, Command command) {
        return ask(
                header.id(),
                commandsInFlight,
                replyTo -> message(withDeadline(header, replyTo), command));
    }

    /**
     * Says something of what the root owns, and waits for the answer.
     *
     * @param root its affinity says which partition decides
     */
    public CompletableFuture<Reply> report(RootId root, Report report) {
        return report(partition(root), root.key(), report);
    }

    /** Says something to one partition, for what concerns no single root. */
    public CompletableFuture<Reply> report(int partition, String key, Report report) {
        var id = CommandId.random();
        return ask(
                id,
                reportsInFlight,
                replyTo -> message(partition, key, report, header(id, replyTo)));
    }

    /** Says something whose answer nobody needs. */
    public void tell(RootId root, Report report) {
        outbox.send(
                message(partition(root), root.key(), report, header(CommandId.random(), null)),
                failure -> LOG.warn("{} was not sent", report, failure));
    }

    private CompletableFuture<Reply> ask(
            CommandId id,
            InFlight inFlight,
            Function<ReplyTo, ProducerRecord<byte[], byte[]>> message) {
        Waiting.Caller caller;
        try {
            caller = waiting.enter(id, inFlight);
        } catch (TooManyInFlight full) {
            return CompletableFuture.failedFuture(full);
        }
        // Asked after the caller is in: who comes while all is closed is told so by one or other.
        if (!isRunning()) {
            var why = new IllegalStateException("The exchange is closed", fault().getNow(null));
            waiting.fail(caller.ticket(), why);
            return caller.answer();
        }
        try {
            outbox.send(
                    message.apply(inbox.address(caller)),
                    failure -> waiting.fail(caller.ticket(), told(caller, failure)));
        } catch (RuntimeException mistake) {
            waiting.fail(caller.ticket(), mistake);
        }
        return caller.answer();
    }

    /** A record that Kafka did not confirm may be there all the same. */
    private static Exception told(Waiting.Caller caller, Exception failure) {
        return failure instanceof RetriableException
                ? caller.timedOut("Kafka did not confirm the command in time", failure)
                : failure;
    }

    private ProducerRecord<byte[], byte[]> message(CommandHeader header, Command command) {
        var codec = codecs.commands();
        var key = bytes(command.target().value().toString());
        var value = codec.encode(command);
        var headers = format.write(header, codec.name(command), settings.source());
        settings.keys()
                .ifPresent(keys ->
                        CommandSignature.add(
                                keys, headers, key, codec.fingerprint(command), value));
        return message(Topics.COMMANDS, partition(command.target()), key, headers, value);
    }

    private ProducerRecord<byte[], byte[]> message(
            int partition, String key, Report report, CommandHeader header) {
        var headers = format.write(header, codecs.reports().name(report), settings.source());
        var value = codecs.reports().encode(report);
        return message(Topics.REPORTS, partition, bytes(key), headers, value);
    }

    private static ProducerRecord<byte[], byte[]> message(
            String topic, int partition, byte[] key, Headers headers, byte[] value) {
        return new ProducerRecord<>(topic, partition, null, key, value, headers);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private int partition(AggregateId id) {
        return id.affinity().partition(partitions);
    }

    private CommandHeader header(CommandId id, @Nullable ReplyTo replyTo) {
        return new CommandHeader(id, settings.actor(), null, null, replyTo, null, null);
    }

    private CommandHeader withDeadline(CommandHeader header, ReplyTo replyTo) {
        Instant deadline = header.deadline();
        return new CommandHeader(
                header.id(),
                header.actor(),
                header.expectedVersion(),
                deadline == null ? clock.instant().plus(settings.timeout()) : deadline,
                replyTo,
                header.reason(),
                header.traceparent(),
                header.dryRun());
    }

    /** Takes no more, waits a while for what is out, and tells the rest that it is not known. */
    @Override
    public void close() {
        closed = true;
        waiting.drain(settings.drain());
        outbox.close(settings.drain());
        try {
            inbox.close(reading);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        waiting.failAll("The exchange was closed before an answer came", null);
    }
}

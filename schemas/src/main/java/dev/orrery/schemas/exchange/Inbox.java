package dev.orrery.schemas.exchange;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the answers of this process from the partition of the replies that it shares. */
final class Inbox implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final String instance;
    private final int partition;
    private final Consumer<byte[], byte[]> consumer;
    private final Codec<Reply> codec;
    private final Waiting waiting;
    // What a caller does with its answer may take its time; the answers of others must not wait.
    private final ExecutorService answers = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();
    private volatile boolean closing;

    Inbox(ReplyTo place, Consumer<byte[], byte[]> consumer, Codec<Reply> codec, Waiting waiting) {
        instance = place.instance();
        partition = place.partition();
        this.consumer = consumer;
        this.codec = codec;
        this.waiting = waiting;
        var inbox = new TopicPartition(Topics.REPLIES, partition);
        consumer.assign(List.of(inbox));
        consumer.seekToEnd(List.of(inbox));
        // Asked for now and not at the first poll, which would be after the first command.
        var _ = consumer.position(inbox);
    }

    /**
     * Takes its place at the end of the replies.
     *
     * @param partitions of the log
     */
    static Inbox open(
            Map<String, Object> clients, int partitions, Codec<Reply> codec, Waiting waiting) {
        var instance = UUID.randomUUID().toString();
        var place = new ReplyTo(instance, Math.floorMod(instance.hashCode(), partitions));
        return new Inbox(place, new KafkaConsumer<>(settings(clients, instance)), codec, waiting);
    }

    private static Map<String, Object> settings(Map<String, Object> clients, String instance) {
        var all = new HashMap<>(clients);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "orrery-inbox-" + instance);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        // No answer waits for this, but a close does: the broker answers a connection in order.
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        all.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        return all;
    }

    /** The name of this process among those that share the partition. */
    String instance() {
        return instance;
    }

    /** Where the answer to the caller's command is to go. */
    ReplyTo address(Waiting.Caller caller) {
        return new ReplyTo(instance + "." + caller.ticket(), partition);
    }

    /** Why no more answers will come, once it is so. */
    CompletableFuture<Throwable> fault() {
        return fault;
    }

    @Override
    public void run() {
        try (consumer) {
            while (!closing) {
                for (var reply : consumer.poll(TURN)) {
                    take(reply);
                }
                waiting.expire();
            }
        } catch (WakeupException _) {
            // The close asked for it.
        } catch (RuntimeException broken) {
            LOG.error("The replies can't be read any more", broken);
            fault.complete(broken);
            waiting.failAll("The replies can't be read any more", broken);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> reply) {
        var address = text(reply, HeaderNames.REPLY_TO);
        if (address == null) {
            return;
        }
        int dot = instance.length();
        int at = address.indexOf('@');
        if (!address.startsWith(instance) || at <= dot || address.charAt(dot) != '.') {
            return;
        }
        var ticket = ticket(address.substring(dot + 1, at));
        // Who knows an address can have an answer sent there, but not to a command of another's.
        var command = text(reply, HeaderNames.COMMAND_ID);
        var caller = ticket == null ? null : waiting.leave(ticket, command);
        if (caller != null) {
            answers.execute(() -> answer(caller, reply.value()));
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> reply, String name) {
        var header = reply.headers().lastHeader(name);
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Any client may send a command with an address of this process that was never given out. */
    private static @Nullable Long ticket(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException foreign) {
            return null;
        }
    }

    private void answer(Waiting.Caller caller, byte[] value) {
        try {
            caller.answer().complete(codec.decode(value));
        } catch (RuntimeException unreadable) {
            caller.answer().completeExceptionally(unreadable);
        }
    }

    void close(Thread reading) throws InterruptedException {
        closing = true;
        consumer.wakeup();
        reading.join(CLOSE);
        answers.shutdown();
        var _ = answers.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}

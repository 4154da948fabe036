package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes wake-ups from the share group, so many at once. It has the slots for all of them before it
 * asks for any, and keeps the slots until something came: a fetch that is on its way can't be taken
 * back, and what it brings is ours alone until its lock ends. Only to another pool that has no
 * slots it lends its own: what a fetch brings then waits for the next turn, or for its lock to end.
 */
final class Taker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Taker.class);

    // Kafka fetches once a poll, and each transaction's marker ends a fetch with nothing: a short
    // slice is what makes the next fetch begin soon.
    private static final Duration SLICE = Duration.ofMillis(20);
    private static final Duration SLOT_PATIENCE = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final CompletableFuture<AcknowledgeType> RELEASE =
            CompletableFuture.completedFuture(AcknowledgeType.RELEASE);
    private static final CompletableFuture<AcknowledgeType> REJECT =
            CompletableFuture.completedFuture(AcknowledgeType.REJECT);

    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final Codec<RunReady> codec;
    private final DeadLetters letters;
    private final Slots slots;
    private final Claim claim;
    private final Function<RunReady, CompletableFuture<AcknowledgeType>> lease;
    private volatile boolean stopping;
    private volatile boolean taking;

    /**
     * What it takes.
     *
     * @param pool whose runs
     * @param records how many at once
     */
    record Claim(String pool, int records) {}

    /**
     * @param consumers makes one that is subscribed and takes so many records at once, never more
     * @param lease begins to lease the run and uses up one slot, which it gives back in the end;
     *     the future is done as soon as it is known whether the wake-up has served, and never fails
     */
    Taker(
            Supplier<ShareConsumer<byte[], byte[]>> consumers,
            Codec<RunReady> codec,
            DeadLetters letters,
            Slots slots,
            Claim claim,
            Function<RunReady, CompletableFuture<AcknowledgeType>> lease) {
        this.consumers = consumers;
        this.codec = codec;
        this.letters = letters;
        this.slots = slots;
        this.claim = claim;
        this.lease = lease;
    }

    /** Takes nothing more. */
    void stop() {
        stopping = true;
    }

    /** Whether it has a consumer; whether Kafka gives that one anything is another question. */
    boolean isTaking() {
        return taking;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                takeWithOneConsumer();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeWithOneConsumer() throws InterruptedException {
        try (var consumer = consumers.get()) {
            taking = true;
            while (!stopping) {
                if (slots.take(claim.pool(), claim.records(), SLOT_PATIENCE)) {
                    fill(consumer);
                }
            }
        } catch (KafkaException broken) {
            // A runner outlives its brokers. What the consumer had not acknowledged comes again.
            LOG.warn("Wake-ups can't be taken, trying again: {}", broken.toString());
            taking = false;
            Thread.sleep(PAUSE);
        } finally {
            taking = false;
        }
    }

    private void fill(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        var answers =
                new LinkedHashMap<
                        ConsumerRecord<byte[], byte[]>, CompletableFuture<AcknowledgeType>>();
        int unused = claim.records();
        boolean later = false;
        try {
            for (var record : await(consumer)) {
                var reading = unused > 0 ? read(record) : new Reading.NoRoom();
                switch (reading) {
                    case Reading.Read(var ready) -> {
                        unused--;
                        answers.put(record, lease.apply(ready));
                    }
                    case Reading.NoRoom _ -> answers.put(record, RELEASE);
                    case Reading.NotYet _ -> {
                        later = true;
                        answers.put(record, RELEASE);
                    }
                    case Reading.Never _ -> answers.put(record, REJECT);
                }
            }
        } finally {
            slots.giveBack(unused);
        }
        if (!answers.isEmpty()) {
            answers.forEach((record, answer) -> consumer.acknowledge(record, answer.join()));
            if (later) {
                // What is released comes at once again, and after five times never.
                Thread.sleep(PAUSE);
            }
            consumer.commitAsync();
        }
    }

    private ConsumerRecords<byte[], byte[]> await(ShareConsumer<byte[], byte[]> consumer) {
        var taken = ConsumerRecords.<byte[], byte[]>empty();
        do {
            taken = consumer.poll(SLICE);
        } while (taken.isEmpty()
                && !stopping
                && !slots.areWantedBeside(claim.pool(), claim.records()));
        return taken;
    }

    private sealed interface Reading {

        record Read(RunReady ready) implements Reading {}

        /** More came than was asked for. */
        record NoRoom() implements Reading {}

        record NotYet() implements Reading {}

        record Never() implements Reading {}
    }

    private Reading read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Reading.Read(codec.decode(record.value()));
        } catch (UnreadableRecord unreadable) {
            LOG.warn(
                    "The wake-up at offset {} of {}-{} can't be read: {}",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    unreadable.getMessage());
            return letters.put(record, unreadable.getMessage())
                    ? new Reading.Never()
                    : new Reading.NotYet();
        } catch (SchemaUnavailable later) {
            LOG.warn("A wake-up can't be read yet: {}", later.getMessage());
            return new Reading.NotYet();
        }
    }
}

package dev.orrery.runner.lease;

import dev.orrery.runner.lease.Leasing.Answer;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.signal.RunReady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Takes runs while there is room for them. Two takers a pool share the slots: how many records a
 * consumer takes at once is fixed, so one takes many, while there is room for many, and one takes
 * single runs until the last slot is filled.
 */
final class Intake {

    /** More at once would make the first of a batch wait for the answers to the last. */
    private static final int BATCH_MAX = 50;

    /** With less room than this, single runs are fast enough. */
    private static final int CAPACITY_FOR_BATCHES = 4;

    private final Slots slots;
    private final Leasing leasing;
    private final Attempts attempts;
    private final List<Taker> takers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * @param consumers makes one that takes so many records of a pool at once
     */
    Intake(
            List<Pool> pools,
            int capacity,
            BiFunction<Pool, Integer, ShareConsumer<byte[], byte[]>> consumers,
            Codec<RunReady> codec,
            DeadLetters letters,
            Leasing leasing,
            Attempts attempts) {
        this.leasing = leasing;
        this.attempts = attempts;
        slots = new Slots(capacity);
        for (Pool pool : pools) {
            // What is bound to a host is rare, and one at a time is fast enough for it.
            for (int records : pool.host() == null ? batches(capacity) : List.of(1)) {
                takers.add(
                        new Taker(
                                () -> consumers.apply(pool, records),
                                codec,
                                letters,
                                slots,
                                new Taker.Claim(pool.label(), records),
                                this::begin));
            }
        }
    }

    /** Half at the most, so that the one who waits for so many does not wait for an idle runner. */
    static List<Integer> batches(int capacity) {
        return capacity < CAPACITY_FOR_BATCHES
                ? List.of(1)
                : List.of(1, Math.min(BATCH_MAX, capacity / 2));
    }

    void start() {
        takers.forEach(taker -> threads.add(Thread.ofPlatform().name("taker").start(taker)));
    }

    /** Whether runs of every pool can come. */
    boolean isTaking() {
        return takers.stream().allMatch(Taker::isTaking);
    }

    /** Takes nothing more; returns when what was taken has its answer. */
    void stop() throws InterruptedException {
        stopping = true;
        takers.forEach(Taker::stop);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Waits until nothing is executed; false when something still is. */
    boolean awaitIdle(Duration patience) throws InterruptedException {
        return slots.awaitAllFree(patience);
    }

    private CompletableFuture<AcknowledgeType> begin(RunReady ready) {
        var served = new CompletableFuture<AcknowledgeType>();
        Thread.ofVirtual().name("run-" + ready.run()).start(() -> execute(ready, served));
        return served;
    }

    private void execute(RunReady ready, CompletableFuture<AcknowledgeType> served) {
        try {
            switch (leasing.ask(ready)) {
                case Answer.Granted(var lease, var terms) -> {
                    served.complete(AcknowledgeType.ACCEPT);
                    if (stopping) {
                        leasing.giveBack(lease, "The runner was stopped.");
                    } else {
                        attempts.execute(lease, terms);
                    }
                }
                case Answer.Refused _ -> served.complete(AcknowledgeType.ACCEPT);
                case Answer.Unanswered(var lease) -> {
                    served.complete(AcknowledgeType.RELEASE);
                    leasing.giveBack(lease, "The runner did not hear the answer in time.");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            served.complete(AcknowledgeType.RELEASE);
            slots.giveBack(1);
        }
    }
}

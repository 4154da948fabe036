package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Control.AbandonWork;
import dev.orrery.schemas.signal.Control.CancelWork;
import dev.orrery.schemas.signal.Control.PauseWork;
import dev.orrery.schemas.signal.Control.ResumeWork;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the processor says to this runner, from the moment it is made. */
final class ControlLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A word of the processor that the registry has to explain is tried for so long. */
    private static final int READINGS_MAX = 30;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Codec<Control> codec;
    private final DeadLetters letters;
    private final RunnerId runner;
    private final Leases leases;
    private final Duration grace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread loop = Thread.ofPlatform().daemon().name("control").unstarted(this::hear);
    private volatile @Nullable Consumer<String, byte[]> current;
    private TopicPartition line = new TopicPartition(Topics.CONTROL, 0);
    private long next;

    ControlLine(
            Supplier<Consumer<String, byte[]>> consumers,
            Codec<Control> codec,
            DeadLetters letters,
            RunnerId runner,
            Leases leases,
            Duration grace) {
        this.consumers = consumers;
        this.codec = codec;
        this.letters = letters;
        this.runner = runner;
        this.leases = leases;
        this.grace = grace;
    }

    /** The partition that the processor writes to for this runner. */
    static int partition(RunnerId runner, int partitions) {
        return Math.floorMod(runner.value().hashCode(), partitions);
    }

    /** Returns when nothing that is said from now on can be missed. */
    void start(int partitions) {
        line = new TopicPartition(Topics.CONTROL, partition(runner, partitions));
        var consumer = consumers.get();
        consumer.assign(List.of(line));
        consumer.seekToEnd(List.of(line));
        // Seeking is lazy: asking for the position does it.
        next = consumer.position(line);
        current = consumer;
        loop.start();
    }

    /** Whether the processor is listened to. */
    boolean isHearing() {
        return loop.isAlive() && current != null;
    }

    private void hear() {
        while (!isClosed(Duration.ZERO)) {
            try (var consumer = consumer()) {
                while (!isClosed(Duration.ZERO)) {
                    for (var record : consumer.poll(SLICE)) {
                        // Others listen on the same partition.
                        if (runner.value().equals(record.key())) {
                            hear(record);
                        }
                        next = record.offset() + 1;
                    }
                }
            } catch (WakeupException _) {
                // Closed.
            } catch (KafkaException broken) {
                // A runner outlives its brokers, and must hear who cancels its runs.
                LOG.warn("The processor can't be heard, trying again: {}", broken.toString());
                current = null;
                isClosed(PAUSE);
            }
        }
    }

    /** The first, or one that goes on where the last one broke. */
    private Consumer<String, byte[]> consumer() {
        var first = current;
        if (first != null) {
            return first;
        }
        var consumer = consumers.get();
        current = consumer;
        consumer.assign(List.of(line));
        consumer.seek(line, next);
        return consumer;
    }

    /** Waits so long for it. */
    private boolean isClosed(Duration patience) {
        try {
            return closed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        for (int tries = 1; tries <= READINGS_MAX; tries++) {
            try {
                var said = codec.decode(record.value());
                leases.find(said.run(), said.fence()).ifPresent(lease -> obey(said, lease));
                return;
            } catch (UnreadableRecord unreadable) {
                LOG.warn("A word of the processor can't be read: {}", unreadable.getMessage());
                letters.put(record, unreadable.getMessage());
                return;
            } catch (SchemaUnavailable later) {
                LOG.warn("A word of the processor can't be read yet: {}", later.getMessage());
                if (isClosed(PAUSE)) {
                    return;
                }
            }
        }
    }

    private void obey(Control said, Lease lease) {
        switch (said) {
            case CancelWork _ -> lease.end(Lease.Ending.CANCELLED, grace);
            case PauseWork _ -> lease.steering().standStill();
            case ResumeWork _ -> lease.steering().goOn();
            case AbandonWork _ -> {
                LOG.warn("Run {}: the lease is gone; its work is ended.", lease.run());
                lease.end(Lease.Ending.LOST, Duration.ZERO);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        loop.join();
    }
}

package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.id.RunnerId;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Control.AbandonWork;
import dev.orrery.schemas.signal.Control.CancelWork;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the processor says to this runner, from the moment it is made. */
final class ControlLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Consumer<String, byte[]> consumer;
    private final Codec<Control> codec;
    private final RunnerId runner;
    private final Leases leases;
    private final Duration grace;
    private final Thread loop = Thread.ofPlatform().daemon().name("control").unstarted(this::hear);

    ControlLine(
            Consumer<String, byte[]> consumer,
            Codec<Control> codec,
            RunnerId runner,
            Leases leases,
            Duration grace) {
        this.consumer = consumer;
        this.codec = codec;
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
        var line = new TopicPartition(Topics.CONTROL, partition(runner, partitions));
        consumer.assign(List.of(line));
        consumer.seekToEnd(List.of(line));
        // Seeking is lazy: asking for the position does it.
        consumer.position(line);
        loop.start();
    }

    private void hear() {
        try (consumer) {
            for (; ; ) {
                for (var record : consumer.poll(SLICE)) {
                    // Others listen on the same partition.
                    if (runner.value().equals(record.key())) {
                        hear(record);
                    }
                }
            }
        } catch (WakeupException _) {
            // Closed.
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        try {
            var said = codec.decode(record.value());
            leases.find(said.run(), said.fence()).ifPresent(lease -> obey(said, lease));
        } catch (UnreadableRecord | SchemaUnavailable unreadable) {
            LOG.warn("A word of the processor could not be read: {}", unreadable.getMessage());
        }
    }

    private void obey(Control said, Lease lease) {
        switch (said) {
            case CancelWork _ -> lease.end(Lease.Ending.CANCELLED, grace);
            case AbandonWork _ -> {
                LOG.warn("Run {}: the lease is gone; its work is ended.", lease.run());
                lease.end(Lease.Ending.LOST, Duration.ZERO);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        loop.join();
    }
}

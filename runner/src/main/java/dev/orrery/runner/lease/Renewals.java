package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.Heartbeat.LeaseRenewed;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps leases, and ends the work of those that could not be kept. Two threads: sending may block
 * when the broker is away, and that is just when the other must be on time. Platform threads both,
 * since those of runs may hold all the carriers that virtual ones need.
 */
final class Renewals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

    private final Leases leases;
    private final Producer<String, byte[]> producer;
    private final Codec<Heartbeat> codec;
    private final int partitions;
    private final ExecutorService sender =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("renewals").factory());
    private final Thread watch = Thread.ofPlatform().daemon().name("leases").unstarted(this::watch);

    Renewals(
            Leases leases,
            Producer<String, byte[]> producer,
            Codec<Heartbeat> codec,
            int partitions) {
        this.leases = leases;
        this.producer = producer;
        this.codec = codec;
        this.partitions = partitions;
    }

    void start() {
        watch.start();
    }

    /** Whether leases are kept. */
    boolean isRunning() {
        return watch.isAlive();
    }

    private void watch() {
        try {
            for (; ; ) {
                var due = leases.awaitDue();
                for (var lost : due.lost()) {
                    LOG.warn(
                            "Run {}: no renewal reached the log in time; its work is ended before"
                                    + " the lease is.",
                            lost.lease().run());
                    lost.lease().end(Lease.Ending.LOST, lost.grace());
                }
                if (!due.renew().isEmpty()) {
                    sender.execute(() -> renew(due.renew()));
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void renew(List<Lease> due) {
        for (Lease lease : due) {
            long sentNanos = System.nanoTime();
            var record =
                    new ProducerRecord<>(
                            Topics.HEARTBEATS,
                            lease.run().affinity().partition(partitions),
                            lease.deployment().key(),
                            codec.encode(
                                    new LeaseRenewed(lease.run(), lease.fence(), lease.pace())));
            try {
                var _ =
                        producer.send(
                                record,
                                (_, failure) -> {
                                    if (failure == null) {
                                        leases.renewed(lease, sentNanos);
                                    }
                                });
            } catch (KafkaException unsent) {
                LOG.debug("A renewal could not be sent", unsent);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        watch.interrupt();
        watch.join();
        sender.shutdownNow();
        producer.close(Duration.ofSeconds(2));
    }
}

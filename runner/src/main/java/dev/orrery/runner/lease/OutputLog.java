package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes output to the log. When the log does not take it, a run waits for a moment, then loses
 * output rather than time: its work is worth more than what it says of it.
 */
final class OutputLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

    static final int IN_FLIGHT_BYTES_MAX = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final Codec<OutputChunk> codec;
    private final int partitions;
    private final Semaphore bytesFree = new Semaphore(IN_FLIGHT_BYTES_MAX);
    // Once patience was lost, nobody waits again until the log has taken something.
    private final AtomicBoolean stuck = new AtomicBoolean();

    OutputLog(Producer<String, byte[]> producer, Codec<OutputChunk> codec, int partitions) {
        this.producer = producer;
        this.codec = codec;
        this.partitions = partitions;
    }

    RunLog of(Lease lease, int attempt) {
        return new RunLog(lease, attempt);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }

    private boolean admit(int bytes) throws InterruptedException {
        long millis = stuck.get() ? 0 : PATIENCE.toMillis();
        if (bytesFree.tryAcquire(bytes, millis, TimeUnit.MILLISECONDS)) {
            return true;
        }
        if (!stuck.getAndSet(true)) {
            LOG.warn("The log does not take output fast enough; some is dropped.");
        }
        return false;
    }

    /** The output of one attempt. */
    final class RunLog {
        private static final int CHUNKS_IN_FLIGHT_MAX = 100_000;

        private final Lease lease;
        private final int attempt;
        private final Semaphore settled = new Semaphore(CHUNKS_IN_FLIGHT_MAX);
        private final AtomicBoolean told = new AtomicBoolean();

        private RunLog(Lease lease, int attempt) {
            this.lease = lease;
            this.attempt = attempt;
        }

        void write(long firstLine, List<OutputLine> lines) {
            byte[] value = codec.encode(new OutputChunk(lease.run(), attempt, firstLine, lines));
            try {
                if (admit(value.length)) {
                    send(value);
                } else {
                    lost("the log took no more");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                lost("the runner was interrupted");
            }
        }

        private void send(byte[] value) throws InterruptedException {
            var record =
                    new ProducerRecord<>(
                            Topics.LOGS,
                            lease.run().affinity().partition(partitions),
                            lease.run().toString(),
                            value);
            settled.acquire();
            try {
                var _ = producer.send(record, (_, failure) -> settle(value.length, failure));
            } catch (KafkaException refused) {
                settle(value.length, refused);
            }
        }

        private void settle(int bytes, @Nullable Exception failure) {
            bytesFree.release(bytes);
            settled.release();
            if (failure == null) {
                stuck.set(false);
            } else {
                lost(String.valueOf(failure.getMessage()));
            }
        }

        private void lost(String why) {
            if (!told.getAndSet(true)) {
                LOG.warn("Run {} lost some of its output: {}", lease.run(), why);
            }
        }

        /** Waits until the log has what was written, so that a run never ends before its output. */
        void awaitWritten(Duration patience) throws InterruptedException {
            if (!settled.tryAcquire(
                    CHUNKS_IN_FLIGHT_MAX, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                lost("the log did not take it before the run was reported");
                return;
            }
            settled.release(CHUNKS_IN_FLIGHT_MAX);
        }
    }
}

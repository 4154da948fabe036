package dev.orrery.runner.lease;

import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.envelope.WriterSchema;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
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
        private final Deque<Gap> gaps = new ArrayDeque<>();

        /**
         * Lines that the log does not have. Their numbers stay theirs, and the last of them is that
         * of the note that tells of them.
         */
        private record Gap(long firstLine, int lines) {

            long lastLine() {
                return firstLine + lines - 1;
            }

            OutputLine note() {
                return new OutputLine(
                        Instant.now(),
                        OutputLine.Stream.RUNNER,
                        "%s lost here: the log did not take %s in time."
                                .formatted(
                                        lines == 1
                                                ? "A line of output was"
                                                : "%,d lines of output were".formatted(lines),
                                        lines == 1 ? "it" : "them"));
            }
        }

        private RunLog(Lease lease, int attempt) {
            this.lease = lease;
            this.attempt = attempt;
        }

        void write(long firstLine, List<OutputLine> lines) {
            tellOfGaps();
            send(firstLine, lines, new Gap(firstLine, lines.size()));
        }

        private void tellOfGaps() {
            // As many as there are now: one that is lost again waits for the next time.
            for (int left = gaps(); left > 0; left--) {
                var gap = nextGap();
                if (gap != null) {
                    send(gap.lastLine(), List.of(gap.note()), gap);
                }
            }
        }

        private int gaps() {
            synchronized (gaps) {
                return gaps.size();
            }
        }

        private @Nullable Gap nextGap() {
            synchronized (gaps) {
                return gaps.poll();
            }
        }

        /** One that follows the last makes it longer, so that a long silence is one gap. */
        private void add(Gap gap) {
            synchronized (gaps) {
                var last = gaps.peekLast();
                if (last != null && last.lastLine() + 1 == gap.firstLine()) {
                    gaps.removeLast();
                    gaps.add(new Gap(last.firstLine(), last.lines() + gap.lines()));
                } else {
                    gaps.add(gap);
                }
            }
        }

        /**
         * @param otherwise what is missing then
         */
        private void send(long firstLine, List<OutputLine> lines, Gap otherwise) {
            var chunk = new OutputChunk(lease.run(), attempt, firstLine, lines);
            byte[] value = codec.encode(chunk);
            var headers = WriterSchema.headers(codec.fingerprint(chunk));
            try {
                if (admit(value.length)) {
                    send(value, headers, otherwise);
                } else {
                    lost("the log took no more", otherwise);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                lost("the runner was interrupted", otherwise);
            }
        }

        private void send(byte[] value, Headers headers, Gap otherwise)
                throws InterruptedException {
            var record =
                    new ProducerRecord<>(
                            Topics.LOGS,
                            lease.run().affinity().partition(partitions),
                            lease.run().toString(),
                            value,
                            headers);
            settled.acquire();
            try {
                var _ =
                        producer.send(
                                record, (_, failure) -> settle(value.length, failure, otherwise));
            } catch (KafkaException refused) {
                settle(value.length, refused, otherwise);
            }
        }

        private void settle(int bytes, @Nullable Exception failure, Gap otherwise) {
            bytesFree.release(bytes);
            if (failure == null) {
                stuck.set(false);
            } else {
                lost(String.valueOf(failure.getMessage()), otherwise);
            }
            settled.release();
        }

        private void lost(String why, Gap gap) {
            add(gap);
            if (!told.getAndSet(true)) {
                LOG.warn("Run {} lost some of its output: {}", lease.run(), why);
            }
        }

        /** Waits until the log has what was written, so that a run never ends before its output. */
        void awaitWritten(Duration patience) throws InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            boolean settledInTime = awaitSettled(deadline);
            if (gaps() > 0) {
                tellOfGaps();
                settledInTime = awaitSettled(deadline);
            }
            if (!settledInTime) {
                LOG.warn(
                        "Run {}: the log did not take its output before it was reported.",
                        lease.run());
            }
        }

        private boolean awaitSettled(long deadline) throws InterruptedException {
            if (!settled.tryAcquire(
                    CHUNKS_IN_FLIGHT_MAX, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            settled.release(CHUNKS_IN_FLIGHT_MAX);
            return true;
        }
    }
}

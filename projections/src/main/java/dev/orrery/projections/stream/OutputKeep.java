package dev.orrery.projections.stream;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputKeys;
import dev.orrery.projections.view.OutputRow;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.envelope.WriterSchema;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the output of runs as it came, for as long as it is to be kept. What can't be read goes to
 * the dead letters: output is no truth, and the output of one run must not stop that of others.
 */
final class OutputKeep implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(OutputKeep.class);

    /** Topics limit what arrives compressed; here it is unpacked. */
    static final int CHUNK_BYTES_MAX = Topic.LARGE_BYTES_MAX;

    private static final int SURROUNDINGS_BYTES_MAX = 32 * 1024;

    private static final Duration FORGET_EVERY = Duration.ofSeconds(5);

    /** Old output goes in turns, so that nothing waits long behind it. */
    private static final Duration FORGET_TURN = Duration.ofMillis(50);

    private static final Duration NEXT_TURN_AFTER = Duration.ofMillis(1);

    /** A clock costs more than a row. */
    private static final int CHUNKS_PER_LOOK = 16;

    private static final byte[] NOTHING = new byte[0];

    private final Codecs codecs;
    private final int partitionCount;
    private final Duration kept;
    private @SuppressWarnings("NullAway.Init") ProcessorContext<byte[], byte[]> context;
    private @SuppressWarnings("NullAway.Init") KeyValueStore<Bytes, byte[]> store;
    private @Nullable Cancellable nextTurn;

    OutputKeep(Codecs codecs, int partitionCount, Duration kept) {
        this.codecs = codecs;
        this.partitionCount = partitionCount;
        this.kept = kept;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        store = taskContext.getStateStore(ProjectorTopology.OUTPUT);
        taskContext.schedule(
                FORGET_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> forget(OutputKeys.before(Instant.ofEpochMilli(now).minus(kept))));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            requireSize(record);
            var chunk = codecs.output().decode(record.value(), WriterSchema.in(record.headers()));
            requirePartition(chunk.run());
            var came = Instant.ofEpochMilli(record.timestamp());
            var key = OutputKeys.chunk(chunk.run(), chunk.attempt(), chunk.firstLine());
            store.put(Bytes.wrap(key), OutputRow.write(codecs.output(), chunk));
            store.put(Bytes.wrap(OutputKeys.byAge(came, chunk)), NOTHING);
        } catch (UnreadableRecord | SchemaUnavailable unreadable) {
            var letter = deadLetter(record, unreadable.getMessage());
            LOG.warn(
                    "Output at {} can't be kept: {}",
                    new String(letter.key(), StandardCharsets.UTF_8),
                    unreadable.getMessage());
            context.forward(letter);
        }
    }

    /** Whoever reads a run's output looks for it where the run is. */
    private void requirePartition(RunId run) {
        int right = run.affinity().partition(partitionCount);
        int here = context.taskId().partition();
        if (right != here) {
            throw new UnreadableRecord(
                    "The output of run %s belongs on partition %d, not %d."
                            .formatted(run, right, here));
        }
    }

    private static void requireSize(Record<byte[], byte[]> record) {
        if (length(record.value()) > CHUNK_BYTES_MAX) {
            throw new UnreadableRecord("The value has more than " + CHUNK_BYTES_MAX + " bytes.");
        }
        int surroundings = length(record.key());
        for (var header : record.headers()) {
            surroundings += header.key().length() + length(header.value());
        }
        if (surroundings > SURROUNDINGS_BYTES_MAX) {
            throw new UnreadableRecord(
                    "Key and headers have more than " + SURROUNDINGS_BYTES_MAX + " bytes.");
        }
    }

    /** One turn; the next follows at once while anything is due. */
    private void forget(KeyRange due) {
        if (nextTurn != null) {
            nextTurn.cancel();
            nextTurn = null;
        }
        long start = System.nanoTime();
        int forgotten = 0;
        try (var scan = StoreScan.of(store, 0, due, Order.ASCENDING)) {
            for (var row = scan.next(); row != null; row = scan.next()) {
                if (++forgotten % CHUNKS_PER_LOOK == 0
                        && System.nanoTime() - start > FORGET_TURN.toNanos()) {
                    // From where this turn ended: what was deleted is still in the way of a scan.
                    var rest = new KeyRange(row.key(), due.to());
                    nextTurn =
                            context.schedule(
                                    NEXT_TURN_AFTER,
                                    PunctuationType.WALL_CLOCK_TIME,
                                    _ -> forget(rest));
                    return;
                }
                store.delete(Bytes.wrap(OutputKeys.chunk(row.key())));
                store.delete(Bytes.wrap(row.key()));
            }
        }
    }

    private Record<byte[], byte[]> deadLetter(Record<byte[], byte[]> record, @Nullable String why) {
        var place = context.recordMetadata().orElseThrow();
        var letter =
                new DeadLetter(
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        why == null ? "The record can't be read" : why,
                        buffer(record.key()),
                        buffer(record.value()));
        // Of its own: what made the record unreadable may be its key or its headers.
        var key = place.topic() + ":" + place.partition() + ":" + place.offset();
        return new Record<>(
                key.getBytes(StandardCharsets.UTF_8),
                codecs.deadLetters().encode(letter),
                context.currentSystemTimeMs());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}

package dev.orrery.projections.stream;

import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputKeys;
import dev.orrery.projections.view.Row;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.deadletter.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the output of runs as it came, for as long as it is to be kept. What can't be read goes to
 * the dead letters: output is no truth, and the output of one run must not stop that of others.
 */
final class OutputKeep implements Processor<byte[], byte[], byte[], byte[]> {

    /** Old output goes in slices, so that nothing waits long behind it. */
    private static final int FORGET_CHUNKS_MAX = 500;

    private static final Duration FORGET_EVERY = Duration.ofSeconds(5);
    private static final byte[] NOTHING = new byte[0];

    private final Codecs codecs;
    private final Duration kept;
    private @SuppressWarnings("NullAway.Init") ProcessorContext<byte[], byte[]> context;
    private @SuppressWarnings("NullAway.Init") KeyValueStore<Bytes, byte[]> store;

    OutputKeep(Codecs codecs, Duration kept) {
        this.codecs = codecs;
        this.kept = kept;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
        context = taskContext;
        store = taskContext.getStateStore(ProjectorTopology.OUTPUT);
        taskContext.schedule(
                FORGET_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> forgetBefore(Instant.ofEpochMilli(now).minus(kept)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        try {
            var chunk = codecs.output().decode(record.value());
            var came = Instant.ofEpochMilli(record.timestamp());
            var key = OutputKeys.chunk(chunk.run(), chunk.attempt(), chunk.firstLine());
            store.put(Bytes.wrap(key), record.value());
            store.put(Bytes.wrap(OutputKeys.byAge(came, chunk)), NOTHING);
        } catch (UnreadableRecord | SchemaUnavailable unreadable) {
            context.forward(deadLetter(record, unreadable.getMessage()));
        }
    }

    private void forgetBefore(Instant time) {
        for (var row : oldest(time)) {
            store.delete(Bytes.wrap(OutputKeys.chunk(row.key())));
            store.delete(Bytes.wrap(row.key()));
        }
    }

    private List<Row> oldest(Instant before) {
        var oldest = new ArrayList<Row>();
        var range = OutputKeys.before(before);
        try (var scan = StoreScan.of(store, 0, range, Order.ASCENDING)) {
            for (var row = scan.next();
                    row != null && oldest.size() < FORGET_CHUNKS_MAX;
                    row = scan.next()) {
                oldest.add(row);
            }
        }
        return oldest;
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
        return record.withValue(codecs.deadLetters().encode(letter));
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}

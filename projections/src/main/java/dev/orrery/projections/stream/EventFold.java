package dev.orrery.projections.stream;

import dev.orrery.projections.view.AnotherLog;
import dev.orrery.projections.view.SequenceGap;
import dev.orrery.projections.view.Views;
import dev.orrery.schemas.avro.SchemaUnavailable;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.RecordedEvent;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Folds the events of one partition into its views and says how far they are. Nothing is skipped:
 * the log is the truth, and views without one of its events would be wrong and not say so.
 */
final class EventFold implements Processor<byte[], byte[], Void, Void> {

    private static final Duration SNAPSHOTS_EVERY = Duration.ofSeconds(2);

    private final EventFormat format;
    private final Positions positions;
    private final Snapshots snapshots;
    private @SuppressWarnings("NullAway.Init") ProcessorContext<Void, Void> context;
    private @SuppressWarnings("NullAway.Init") KeyValueStore<Bytes, byte[]> store;
    private @SuppressWarnings("NullAway.Init") StoreRows rows;

    EventFold(EventFormat format, Positions positions, Snapshots snapshots) {
        this.format = format;
        this.positions = positions;
        this.snapshots = snapshots;
    }

    @Override
    public void init(ProcessorContext<Void, Void> taskContext) {
        context = taskContext;
        store = taskContext.getStateStore(ProjectorTopology.VIEWS);
        rows = new StoreRows(store);
        positions.opened(partition(), Views.sequence(rows));
        // Whoever asks for a snapshot when no event comes does not wait for one.
        taskContext.schedule(
                SNAPSHOTS_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                _ -> snapshots.serve(partition(), store));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        snapshots.serve(partition(), store);
        var place = context.recordMetadata().orElseThrow();
        try {
            fold(read(place, record), record);
        } catch (UnreadableRecord
                | SchemaUnavailable
                | SequenceGap
                | AnotherLog
                | IllegalStateException fault) {
            // What Streams throws from a store passes by: it knows how to heal that.
            throw new ViewsStopped(where(place), fault);
        }
    }

    @Override
    public void close() {
        positions.closed(partition());
        snapshots.gone(partition());
    }

    private RecordedEvent read(RecordMetadata place, Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new UnreadableRecord("An event has a key and a value");
        }
        return format.read(place.partition(), record.key(), record.headers(), record.value());
    }

    private void fold(RecordedEvent event, Record<byte[], byte[]> record) {
        var hash = format.hash(record.key(), record.timestamp(), record.headers(), record.value());
        if (Views.fold(event, hash, rows)) {
            positions.folded(partition(), event.header().id().sequence());
        }
    }

    private int partition() {
        return context.taskId().partition();
    }

    private static String where(RecordMetadata place) {
        return place.topic() + "-" + place.partition() + " at offset " + place.offset();
    }
}

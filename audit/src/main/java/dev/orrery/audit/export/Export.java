package dev.orrery.audit.export;

import dev.orrery.audit.log.KafkaLog;
import dev.orrery.audit.log.KafkaSchemas;
import dev.orrery.audit.log.LogRange;
import dev.orrery.audit.log.LogReader;
import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.log.LogUnavailable;
import dev.orrery.audit.log.MergedLog;
import dev.orrery.audit.log.PositionUnknown;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.avro.UnreadableRecord;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.id.Position;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A range of the log, event by event: by time, then by partition, and on each partition in its own
 * order. What follows a place depends on nothing before it, so that who has the events up to a
 * position, and asks for those after it, has in the end what one reading would have given.
 */
public final class Export implements AutoCloseable {

    private static final int BUFFERED_BYTES_MAX = 16 * 1024 * 1024;

    private final LogReader log;
    private final EventFormat format;
    private final Wish wish;
    private final BooleanSupplier stopping;
    private final MergedLog story;
    private final TreeMap<Integer, Long> reached;

    /**
     * Reads from Kafka alone.
     *
     * @param kafka settings of the consumer, {@code bootstrap.servers} at least
     * @param stopping whether whoever reads is to stop
     * @throws LogUnavailable when no Kafka answers, or has no log
     * @throws PositionUnknown when it is to begin or to end where the log has no event
     */
    public static Export open(Map<String, ?> kafka, Wish wish, BooleanSupplier stopping) {
        var range =
                new LogRange(
                        wish::isOn,
                        wish.after(),
                        new Position(wish.until().places()),
                        BUFFERED_BYTES_MAX);
        return new Export(
                KafkaLog.open(kafka, range), LogFormat.of(new KafkaSchemas(kafka)), wish, stopping);
    }

    /**
     * Reads what somebody else has open.
     *
     * @param log what follows the position of the wish, and is read from there
     * @param format that reads the events
     * @param stopping whether whoever reads is to stop
     */
    public Export(LogReader log, EventFormat format, Wish wish, BooleanSupplier stopping) {
        this.log = log;
        this.format = format;
        this.wish = wish;
        this.stopping = stopping;
        this.story = new MergedLog(log, wish.until()::includes);
        this.reached = new TreeMap<>(wish.after().sequences());
    }

    /**
     * The next event as a line of JSON, in UTF-8 and without its end, or nothing at the end.
     *
     * @throws UnreadableRecord when an event can't be read; it is not passed over
     * @throws LogUnavailable when the log does not answer, or the reader is to stop
     */
    public byte @Nullable [] next() {
        for (var record = story.next(); record != null; record = story.next()) {
            if (stopping.getAsBoolean()) {
                throw new LogUnavailable("The server stops; go on with it when it is back.");
            }
            reached.put(record.partition(), record.sequence());
            if (wish.includes(record)) {
                return line(record);
            }
        }
        return null;
    }

    /** After which position another one goes on. */
    public Position reached() {
        return new Position(reached);
    }

    private byte[] line(LogRecord record) {
        var key = record.key();
        var value = record.value();
        if (key == null || value == null) {
            throw new UnreadableRecord("The record has no key or no value");
        }
        var recorded = format.read(record.partition(), key, record.headers(), value);
        return ViewJson.write(CloudEvent.of(record, recorded));
    }

    @Override
    public void close() {
        log.close();
    }
}

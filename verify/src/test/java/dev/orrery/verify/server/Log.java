package dev.orrery.verify.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.EventHash;
import dev.orrery.schemas.envelope.EventHeader;
import dev.orrery.schemas.envelope.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The log as it was read.
 *
 * @param entries partition by partition, each in its order
 */
public record Log(List<Entry> entries) {

    /**
     * An event and its own hash.
     *
     * @param partition where it was read
     * @param recorded the event
     * @param hash over its record, which the next event of the partition names
     */
    public record Entry(int partition, RecordedEvent recorded, EventHash hash) {
        public EventHeader header() {
            return recorded.header();
        }
    }

    static Log of(List<ConsumerRecord<byte[], byte[]>> records, Codecs codecs) {
        var format = new EventFormat(codecs.events());
        var entries = new ArrayList<Entry>();
        for (var record : records) {
            entries.add(
                    new Entry(
                            record.partition(),
                            format.read(
                                    record.partition(),
                                    record.key(),
                                    record.headers(),
                                    record.value()),
                            format.hash(
                                    record.key(),
                                    record.timestamp(),
                                    record.headers(),
                                    record.value())));
        }
        return new Log(List.copyOf(entries));
    }

    /** The events of one type. */
    public <E> Stream<E> events(Class<E> type) {
        return entries.stream()
                .map(entry -> entry.recorded().event())
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** No event is missing, none is twice, and each follows from the one before it. */
    public Log isWhole() {
        var ends = new HashMap<Integer, Entry>();
        var versions = new HashMap<UUID, Long>();
        var ids = new HashSet<>();
        for (var entry : entries) {
            var header = entry.header();
            var before = ends.put(entry.partition(), entry);
            long sequence = before == null ? 0 : before.header().id().sequence();
            assertThat(ids.add(header.id())).as("%s is there once", header.id()).isTrue();
            assertThat(header.id().sequence())
                    .as("what follows %d on partition %d", sequence, entry.partition())
                    .isEqualTo(sequence + 1);
            assertThat(header.previous())
                    .as("the hash that %s names", header.id())
                    .isEqualTo(before == null ? EventHash.NONE : before.hash());
            assertThat(header.time())
                    .as("the time of %s", header.id())
                    .isAfterOrEqualTo(before == null ? Instant.EPOCH : before.header().time());
            assertThat(header.version())
                    .as("the version of %s in %s", header.subject(), header.id())
                    .isEqualTo(versions.merge(header.subject(), 1L, Long::sum));
        }
        return this;
    }
}

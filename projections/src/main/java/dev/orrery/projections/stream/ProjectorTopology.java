package dev.orrery.projections.stream;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What reads which topic into which store. */
final class ProjectorTopology {

    static final String VIEWS = "views";
    static final String OUTPUT = "output";

    /**
     * The largest row. It holds one event, or a document that came in one, as JSON, where a control
     * character of one byte takes six; what else a row says is less than an event has of headers.
     */
    static final int ROW_BYTES_MAX = 6 * Topic.LARGE_BYTES_MAX;

    /**
     * Compacted often: what is restored after a crash should be no more than what is there. What a
     * topic takes is its own matter: fetches, also those of replicas, always take one batch.
     */
    static final Map<String, String> CHANGELOG =
            Map.of(
                    "max.message.bytes", Integer.toString(ROW_BYTES_MAX + 64 * 1024),
                    "segment.bytes", "33554432",
                    "segment.index.bytes", "262144",
                    "min.cleanable.dirty.ratio", "0.3");

    private ProjectorTopology() {}

    /**
     * Both stores of a partition are in one task, and so always on one node, because each of the
     * two processors is told of both: where a run is, there is its output.
     */
    static Topology of(
            Codecs codecs, Positions positions, Snapshots snapshots, Duration outputKept) {
        var events = new EventFormat(codecs.events());
        var builder = new StreamsBuilder();
        builder.addStateStore(store(VIEWS)).addStateStore(store(OUTPUT));
        builder.stream(Topics.EVENTS, from("events"))
                .process(
                        () -> new EventFold(events, positions, snapshots),
                        Named.as("fold"),
                        VIEWS,
                        OUTPUT);
        builder.stream(Topics.LOGS, from("logs"))
                .process(
                        () -> new OutputKeep(codecs, positions.partitionCount(), outputKept),
                        Named.as("keep"),
                        OUTPUT,
                        VIEWS)
                .to(Topics.DEAD_LETTERS, Produced.with(bytes(), bytes()).withName("dead-letters"));
        return builder.build();
    }

    private static Consumed<byte[], byte[]> from(String name) {
        return Consumed.with(bytes(), bytes()).withName(name);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), bytes())
                .withLoggingEnabled(CHANGELOG);
    }

    private static Serde<byte[]> bytes() {
        return Serdes.ByteArray();
    }
}

package dev.orrery.projections.stream;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.envelope.EventFormat;
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

    private ProjectorTopology() {}

    static Topology of(Codecs codecs, Positions positions, Duration outputKept) {
        var events = new EventFormat(codecs.events());
        var builder = new StreamsBuilder();
        builder.addStateStore(store(VIEWS)).addStateStore(store(OUTPUT));
        builder.stream(Topics.EVENTS, from("events"))
                .process(() -> new EventFold(events, positions), Named.as("fold"), VIEWS);
        builder.stream(Topics.LOGS, from("logs"))
                .process(() -> new OutputKeep(codecs, outputKept), Named.as("keep"), OUTPUT)
                .to(Topics.DEAD_LETTERS, Produced.with(bytes(), bytes()).withName("dead-letters"));
        return builder.build();
    }

    private static Consumed<byte[], byte[]> from(String name) {
        return Consumed.with(bytes(), bytes()).withName(name);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), bytes())
                .withLoggingEnabled(Map.of());
    }

    private static Serde<byte[]> bytes() {
        return Serdes.ByteArray();
    }
}

package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.topic.Topic;
import dev.orrery.schemas.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.state.Stores;

/** What comes in, one processor with one store, and one sink for all that goes out. */
public final class ProcessorTopology {

    static final String STATE = "state";

    /** Compacted often: what is restored after a crash should be no more than what is there. */
    static final Map<String, String> CHANGELOG =
            Map.of(
                    // A deployment or a run's work is as large as the event that it comes from.
                    "max.message.bytes", Integer.toString(Topic.LARGE_BYTES_MAX),
                    "segment.bytes", "33554432",
                    "segment.index.bytes", "262144",
                    "min.cleanable.dirty.ratio", "0.3");

    private ProcessorTopology() {}

    public static Topology of(
            Codecs codecs, EventLog log, ProcessorSettings settings, Backlog backlog) {
        return of(codecs, log, settings, backlog, System::nanoTime);
    }

    /**
     * @param nanos a monotonic clock, by which leases are counted
     */
    static Topology of(
            Codecs codecs,
            EventLog log,
            ProcessorSettings settings,
            Backlog backlog,
            LongSupplier nanos) {
        var state =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STATE),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(CHANGELOG);
        return new Topology()
                .addSource(
                        "inputs",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.COMMANDS,
                        Topics.REPORTS,
                        Topics.TRANSFERS,
                        Topics.HEARTBEATS)
                .addProcessor(
                        "decide",
                        () -> new DecidingProcessor(codecs, log, settings, backlog, nanos),
                        "inputs")
                .addStateStore(state, "decide")
                .addSink(
                        "outputs",
                        (byte[] _, Outbound record, RecordContext _) -> record.topic(),
                        new ByteArraySerializer(),
                        (String _, Outbound record) -> record.value(),
                        (String _, byte[] _, Outbound record, int _) ->
                                Optional.of(Set.of(record.partition())),
                        "decide");
    }
}

package dev.orrery.server.bench;

import dev.orrery.commands.processor.Backlog;
import dev.orrery.commands.processor.CommandProcessor;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A pipeline of Kafka Streams that does nothing but what it must: for each record one entry of a
 * store, one event and one reply, in the settings, partitions and kind of store of the processor.
 */
final class Pipeline implements Measurement {

    static final String WHAT = "bare exactly-once pipeline";

    private static final String COMMANDS = "bench.commands";
    private static final String EVENTS = "bench.events";
    private static final String REPLIES = "bench.replies";
    private static final String STORE = "state";
    private static final long START_SECONDS_MAX = 60;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        var kafka = rig.kafka();
        kafka.create(COMMANDS, EVENTS, REPLIES);
        var backlog = new Backlog();
        var settings = CommandProcessor.streams(kafka.clients(), kafka.streams(), "bench", backlog);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-pipeline");
        try (var streams = new KafkaStreams(topology(backlog), settings);
                var line = new BareLine(kafka.clients(), COMMANDS, REPLIES)) {
            start(streams);
            new AskedAndAnswered(WHAT, slot -> line.ask(slot, slot % BareKafka.PARTITIONS))
                    .measure(rounds, book);
            streams.close(Duration.ofSeconds(10));
        }
    }

    private static void start(KafkaStreams streams) throws InterruptedException {
        streams.start();
        long start = System.nanoTime();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(START_SECONDS_MAX)) {
                throw new IllegalStateException("the bare pipeline did not start");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static Topology topology(Backlog backlog) {
        return new Topology()
                .addSource(
                        "commands",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        COMMANDS)
                .addProcessor("decide", () -> new Decide(backlog), "commands")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE),
                                Serdes.ByteArray(),
                                Serdes.ByteArray()),
                        "decide")
                .addSink(
                        "outputs",
                        (byte[] _, Out out, RecordContext _) -> out.topic(),
                        new ByteArraySerializer(),
                        (String _, Out out) -> out.value(),
                        (String _, byte[] _, Out out, int _) ->
                                Optional.of(Set.of(out.partition())),
                        "decide");
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Out(String topic, int partition, byte[] value) {}

    private static final class Decide implements Processor<byte[], byte[], byte[], Out> {
        private final Backlog backlog;
        private @SuppressWarnings("NullAway.Init") ProcessorContext<byte[], Out> context;
        private @SuppressWarnings("NullAway.Init") KeyValueStore<byte[], byte[]> store;

        Decide(Backlog backlog) {
            this.backlog = backlog;
        }

        @Override
        public void init(ProcessorContext<byte[], Out> started) {
            context = started;
            store = started.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            store.put(record.key(), record.value());
            int here = context.taskId().partition();
            context.forward(record.withValue(new Out(EVENTS, here, record.value())));
            context.forward(record.withValue(new Out(REPLIES, 0, record.value())));
            if (backlog.taken()) {
                context.commit();
            }
        }
    }
}

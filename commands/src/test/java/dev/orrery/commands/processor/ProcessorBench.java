package dev.orrery.commands.processor;

import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandFormat;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.envelope.EventFormat;
import dev.orrery.schemas.envelope.RecordedEvent;
import dev.orrery.schemas.envelope.ReplyTo;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signature.ClusterKeys;
import dev.orrery.schemas.signature.CommandSignature;
import dev.orrery.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology over an in-memory log: records in, records out, a clock that tests move. */
final class ProcessorBench implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    static final int PARTITIONS = 1;
    static final ReplyTo INBOX = new ReplyTo("bench", 0);

    static final Codecs CODECS = Codecs.start(SchemaIds.local());
    static final EventFormat FORMAT = new EventFormat(CODECS.events());
    static final ClusterKeys KEYS = ClusterKeys.parse("5e".repeat(ClusterKeys.KEY_BYTES_MIN));
    static final Publishers PUBLISHERS = new Publishers(KEYS, Optional.of(Role.EDITOR));
    static final ProcessorSettings SETTINGS =
            ProcessorSettings.of(PARTITIONS, "urn:orrery:bench", Set.of("default"), PUBLISHERS)
                    .withLease(Duration.ofSeconds(15));
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    private final TopologyTestDriver driver;
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final List<EventLog.Entry> before;
    private int commands;

    ProcessorBench() {
        this(SETTINGS, new MemoryLog(List.of()), START);
    }

    ProcessorBench(ProcessorSettings settings, EventLog log, Instant start) {
        this(CODECS, settings, log, start);
    }

    ProcessorBench(Codecs codecs, ProcessorSettings settings, EventLog log, Instant start) {
        before = log instanceof MemoryLog memory ? List.copyOf(memory.entries()) : List.of();
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        var topology = ProcessorTopology.of(codecs, log, settings, new Backlog(), nanos::get);
        driver = new TopologyTestDriver(topology, properties, start);
    }

    /** A log that holds what a bench appended. */
    record MemoryLog(List<Entry> entries) implements EventLog {
        @Override
        public Optional<Entry> last(int partition) {
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
        }

        @Override
        public List<Entry> read(int partition, long offset) {
            return entries.stream().filter(entry -> entry.offset() >= offset).limit(3).toList();
        }
    }

    /** Sends a command under a new id and returns the answer. */
    Reply ask(Command command) {
        return ask("command-" + ++commands, command, null);
    }

    Reply ask(String id, Command command, @Nullable Long expectedVersion) {
        var header =
                new CommandHeader(
                        new CommandId(id), "ada", expectedVersion, null, INBOX, "because", null);
        return ask(header, command);
    }

    Reply ask(CommandHeader header, Command command) {
        send(Topics.COMMANDS, CODECS.commands().encode(command), signed(header, command));
        return lastReply();
    }

    /** As somebody of whom nothing is known asks it. */
    Reply askUnsigned(CommandHeader header, Command command) {
        send(Topics.COMMANDS, CODECS.commands().encode(command), unsigned(header, command));
        return lastReply();
    }

    static Headers unsigned(CommandHeader header, Command command) {
        return new CommandFormat().write(header, CODECS.commands().name(command), "bench");
    }

    /** As the api sends it. */
    static Headers signed(CommandHeader header, Command command) {
        var codec = CODECS.commands();
        var headers = unsigned(header, command);
        var fingerprint = codec.fingerprint(command);
        CommandSignature.add(KEYS, headers, KEY, fingerprint, codec.encode(command));
        return headers;
    }

    Reply report(Report report) {
        var header = new CommandHeader(CommandId.random(), "runner", null, null, INBOX, null, null);
        send(
                Topics.REPORTS,
                CODECS.reports().encode(report),
                new CommandFormat().write(header, CODECS.reports().name(report), "bench"));
        return lastReply();
    }

    void beat(Heartbeat heartbeat) {
        send(Topics.HEARTBEATS, CODECS.heartbeats().encode(heartbeat), new RecordHeaders());
    }

    void send(String topic, byte @Nullable [] value, Headers headers) {
        input(topic).pipeInput(new TestRecord<>(KEY, value, headers));
        collect();
    }

    /** Time goes by. */
    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        jump(duration);
    }

    /** The wall clock is set, or was asleep: less time went by than it says. */
    void jump(Duration duration) {
        driver.advanceWallClockTime(duration);
        collect();
    }

    /** What was sent to a topic so far, all of it. */
    List<ProducerRecord<byte[], byte[]>> sent(String topic) {
        return sent.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    List<RecordedEvent> recorded() {
        return sent(Topics.EVENTS).stream()
                .map(r -> FORMAT.read(0, r.key(), r.headers(), r.value()))
                .toList();
    }

    List<Event> events() {
        return recorded().stream().map(RecordedEvent::event).toList();
    }

    List<String> eventNames() {
        return events().stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    static Event read(EventLog.Entry entry) {
        return FORMAT.read(0, entry.key(), entry.headers(), entry.value()).event();
    }

    /** The events as a log that another bench starts from: of this bench alone. */
    MemoryLog log() {
        return logAfter(List.of());
    }

    /** As {@link #log}, after what this bench itself started from. */
    MemoryLog wholeLog() {
        return logAfter(before);
    }

    private MemoryLog logAfter(List<EventLog.Entry> earlier) {
        var entries = new ArrayList<>(earlier);
        for (var record : sent(Topics.EVENTS)) {
            entries.add(
                    new EventLog.Entry(
                            entries.size(),
                            record.key(),
                            record.timestamp(),
                            record.headers(),
                            record.value()));
        }
        return new MemoryLog(entries);
    }

    /** All that the state store holds. */
    Map<Bytes, byte[]> state() {
        var rows = new TreeMap<Bytes, byte[]>();
        var store = driver.<Bytes, byte[]>getKeyValueStore(ProcessorTopology.STATE);
        try (var all = store.all()) {
            all.forEachRemaining(row -> rows.put(row.key, row.value));
        }
        return rows;
    }

    Reply lastReply() {
        return CODECS.replies().decode(sent(Topics.REPLIES).getLast().value());
    }

    @Override
    public void close() {
        driver.close();
    }

    private void collect() {
        while (true) {
            var any = false;
            for (var topic : driver.producedTopicNames()) {
                if (topic.startsWith("orrery.")) {
                    var output =
                            driver.createOutputTopic(
                                    topic,
                                    new ByteArrayDeserializer(),
                                    new ByteArrayDeserializer());
                    for (var record : output.readRecordsToList()) {
                        any = true;
                        sent.add(
                                new ProducerRecord<>(
                                        topic,
                                        null,
                                        record.timestamp(),
                                        record.key(),
                                        record.value(),
                                        record.headers()));
                    }
                }
            }
            if (!any) {
                return;
            }
        }
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }
}

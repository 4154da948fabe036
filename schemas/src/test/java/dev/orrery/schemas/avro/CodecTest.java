package dev.orrery.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.artifact.ArtifactRecord;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.deadletter.DeadLetter;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.deployment.ScheduleDocument;
import dev.orrery.schemas.deployment.ScheduleDocument.Interval;
import dev.orrery.schemas.event.DeploymentEvent.DeploymentCreated;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.event.RunEvent.RunCompleted;
import dev.orrery.schemas.event.RunEvent.RunCrashed;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.reply.Refused;
import dev.orrery.schemas.reply.Reply;
import dev.orrery.schemas.report.Report;
import dev.orrery.schemas.signal.Control;
import dev.orrery.schemas.signal.Heartbeat;
import dev.orrery.schemas.signal.LiveViews;
import dev.orrery.schemas.signal.RunReady;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {

    private static final Codecs CODECS = Codecs.start(SchemaIds.local());
    private static final RunId RUN = new RunId(new UUID(0x8000, 1));
    private static final RunCrashed CRASHED = new RunCrashed(RUN, 1, "gone");
    private static final int UNKNOWN = 7_000;
    private static final Pattern INTERVAL_ZONE =
            Pattern.compile(",\\{\"name\":\"timezone\"[^}]*by whose clock[^}]*}");

    private static final Map<Class<?>, Codec<?>> BY_TYPE =
            Map.ofEntries(
                    Map.entry(Event.class, CODECS.events()),
                    Map.entry(Command.class, CODECS.commands()),
                    Map.entry(Report.class, CODECS.reports()),
                    Map.entry(Reply.class, CODECS.replies()),
                    Map.entry(RunReady.class, CODECS.ready()),
                    Map.entry(Control.class, CODECS.control()),
                    Map.entry(Heartbeat.class, CODECS.heartbeats()),
                    Map.entry(LiveViews.class, CODECS.views()),
                    Map.entry(OutputChunk.class, CODECS.output()),
                    Map.entry(ArtifactRecord.class, CODECS.artifacts()),
                    Map.entry(Refused.class, CODECS.refusals()),
                    Map.entry(DeadLetter.class, CODECS.deadLetters()));

    static Stream<Arguments> values() {
        return Channel.ALL.stream()
                .flatMap(channel ->
                        Samples.of(channel.type()).stream()
                                .map(value -> Arguments.of(channel.type(), value)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void every_record_comes_back_as_it_was(Class<Object> type, Object value) {
        var codec = codec(type);

        var bytes = codec.encode(value);

        assertThat(codec.decode(bytes)).isEqualTo(value);
        assertThat(codec.decode(bytes, codec.fingerprint(value))).isEqualTo(value);
        assertThat(codec.name(value)).isEqualTo(value.getClass().getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("values")
    void any_avro_client_reads_what_is_written(Class<Object> type, Object value)
            throws IOException {
        var codec = codec(type);
        var schema = codec.schema(value);
        var body = body(codec.encode(value));

        var read =
                new GenericDatumReader<Object>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(body, null));

        int id = ByteBuffer.wrap(codec.encode(value)).getInt(1);
        assertThat(codec.decode(confluent(id, avro(schema, read)))).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void bytes_cut_anywhere_are_unreadable(Class<Object> type, Object value) {
        var codec = codec(type);
        var bytes = codec.encode(value);

        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void what_is_no_record_of_ours_is_refused_with_a_sentence() {
        var codec = CODECS.events();
        var bytes = codec.encode(CRASHED);
        var longer = Arrays.copyOf(bytes, bytes.length + 2);

        assertUnreadable(codec, null, "The value is null");
        assertUnreadable(
                codec,
                "{\"json\": true}".getBytes(StandardCharsets.UTF_8),
                "The value is not in the Confluent wire format (byte 0, schema id, Avro)");
        assertUnreadable(
                codec, withId(bytes, UNKNOWN), "The schema id 7000 is unknown to the registry");
        assertUnreadable(codec, longer, "2 bytes are left over after the value");
        assertUnreadable(
                CODECS.commands(),
                bytes,
                "The schema dev.orrery.event.RunCrashed is of another type than Command");
    }

    @Test
    void a_length_that_the_bytes_do_not_have_reserves_no_memory() {
        var bytes = new byte[] {0, 0, 0, 0, 0, -2, -1, -1, -1, 15, 'x'};
        int id = ByteBuffer.wrap(CODECS.events().encode(CRASHED)).getInt(1);

        assertUnreadable(CODECS.events(), withId(bytes, id), "The bytes end early");
    }

    @Test
    void what_the_constructor_of_a_value_refuses_is_unreadable() {
        var codec = CODECS.events();
        var schema = codec.schema(new RunCompleted(RUN, 1, null));
        int id = ByteBuffer.wrap(codec.encode(new RunCompleted(RUN, 1, null))).getInt(1);
        var record =
                new GenericRecordBuilder(schema)
                        .set("run", RUN.toString())
                        .set("attempt", 1)
                        .set("result", "{not json");

        assertThatThrownBy(() -> codec.decode(confluent(id, avro(schema, record.build()))))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessageStartingWith("Json: ");
    }

    @Test
    void a_foreign_json_becomes_canonical_when_it_is_read() {
        var codec = CODECS.events();
        var schema = codec.schema(new RunCompleted(RUN, 1, null));
        int id = ByteBuffer.wrap(codec.encode(new RunCompleted(RUN, 1, null))).getInt(1);
        var record =
                new GenericRecordBuilder(schema)
                        .set("run", RUN.toString())
                        .set("attempt", 1)
                        .set("result", " {\"b\": 1, \"a\": 2}");

        assertThat(codec.decode(confluent(id, avro(schema, record.build()))))
                .isEqualTo(new RunCompleted(RUN, 1, Json.parse("{\"a\":2,\"b\":1}")));
    }

    @Test
    void an_older_schema_without_an_optional_field_is_read() {
        var older = without(CODECS.events().schema(CRASHED), "RunCompleted", "result");
        var codec = events(new Registry(Map.of(UNKNOWN, older)), Archive.NONE);
        var record = new GenericRecordBuilder(older).set("run", RUN.toString()).set("attempt", 3);

        var event = codec.decode(confluent(UNKNOWN, avro(older, record.build())));

        assertThat(event).isEqualTo(new RunCompleted(RUN, 3, null));
    }

    /** Of a release whose intervals had no time zone, and none of them a field for one. */
    @Test
    void an_older_schema_of_a_schedule_is_read() throws IOException {
        var created =
                Samples.of(Event.class).stream()
                        .filter(DeploymentCreated.class::isInstance)
                        .map(DeploymentCreated.class::cast)
                        .filter(event -> !intervals(event).isEmpty())
                        .findFirst()
                        .orElseThrow();
        var schema = CODECS.events().schema(created);
        var older =
                new Schema.Parser().parse(INTERVAL_ZONE.matcher(schema.toString()).replaceAll(""));
        var body = body(CODECS.events().encode(created));
        var record =
                new GenericDatumReader<Object>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(body, null));
        var codec = events(new Registry(Map.of(UNKNOWN, older)), Archive.NONE);

        var event = codec.decode(confluent(UNKNOWN, avro(older, record)));

        assertThat(older).isNotEqualTo(schema);
        assertThat(intervals((DeploymentCreated) event))
                .isEqualTo(
                        intervals(created).stream()
                                .map(was -> new Interval(was.seconds(), was.anchor(), null))
                                .toList());
    }

    private static List<Interval> intervals(DeploymentCreated event) {
        return event.document().schedules().stream()
                .map(ScheduleDocument::interval)
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void a_fingerprint_of_the_archive_needs_no_registry() {
        var older = without(CODECS.events().schema(CRASHED), "RunCompleted", "result");
        Archive archive =
                fingerprint ->
                        fingerprint.equals(Fingerprint.of(older))
                                ? Optional.of(older)
                                : Optional.empty();
        var codec = events(new Registry(Map.of()), archive);
        var record = new GenericRecordBuilder(older).set("run", RUN.toString()).set("attempt", 3);

        var bytes = confluent(UNKNOWN, avro(older, record.build()));

        assertThat(codec.decode(bytes, Fingerprint.of(older)))
                .isEqualTo(new RunCompleted(RUN, 3, null));
    }

    @Test
    void our_own_fingerprint_is_believed_before_the_id() {
        var codec = CODECS.events();
        var elsewhere = withId(codec.encode(CRASHED), UNKNOWN);

        assertThat(codec.decode(elsewhere, codec.fingerprint(CRASHED))).isEqualTo(CRASHED);
    }

    @Test
    void an_unknown_id_is_asked_for_once() {
        var registry = new Registry(Map.of());
        var codec = events(registry, Archive.NONE);
        var bytes = withId(codec.encode(CRASHED), UNKNOWN);

        for (int i = 0; i < 10; i++) {
            assertUnreadable(codec, bytes, "The schema id 7000 is unknown to the registry");
        }

        assertThat(registry.asked).containsOnly(Map.entry(UNKNOWN, 1));
    }

    @Test
    void a_registry_that_is_away_makes_nothing_unreadable() {
        var codec = events(new Registry(Map.of(), new IllegalStateException("away")), Archive.NONE);
        var bytes = withId(codec.encode(CRASHED), UNKNOWN);

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(SchemaUnavailable.class)
                .hasMessage("The schema registry does not say what schema 7000 is");
    }

    private static void assertUnreadable(Codec<?> codec, byte @Nullable [] bytes, String sentence) {
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UnreadableRecord.class)
                .hasMessage(sentence);
    }

    private static Codec<Event> events(Registry registry, Archive archive) {
        return Codecs.start(SchemaIds.register(registry), archive).events();
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(Class<?> type) {
        return (Codec<Object>) Objects.requireNonNull(BY_TYPE.get(type));
    }

    /** The schema of one of our events, as a release without the field would have had it. */
    private static Schema without(Schema any, String record, String field) {
        assertThat(any.getNamespace()).isEqualTo("dev.orrery.event");
        var ours =
                Contracts.of(Event.class).stream()
                        .map(Contract::schema)
                        .filter(schema -> schema.getName().equals(record))
                        .findFirst()
                        .orElseThrow();
        var fields =
                ours.getFields().stream()
                        .filter(other -> !other.name().equals(field))
                        .map(other -> new Schema.Field(other, other.schema()))
                        .toList();
        return Schema.createRecord(record, ours.getDoc(), ours.getNamespace(), false, fields);
    }

    private static byte[] withId(byte[] bytes, int id) {
        return ByteBuffer.wrap(bytes.clone()).putInt(1, id).array();
    }

    private static byte[] confluent(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
    }

    private static byte[] body(byte[] bytes) {
        return Arrays.copyOfRange(bytes, Codec.PREFIX_BYTES, bytes.length);
    }

    private static byte[] avro(Schema schema, Object value) {
        try {
            var bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<Object>(schema).write(value, encoder);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A registry with our schemas, some others, and a count of what it was asked for. */
    private static final class Registry implements Registrar {

        private final Map<Integer, Schema> others;
        private final Map<Integer, Integer> asked = new HashMap<>();
        private final List<RuntimeException> faults;
        private int last;

        Registry(Map<Integer, Schema> others, RuntimeException... faults) {
            this.others = others;
            this.faults = List.of(faults);
        }

        @Override
        public int register(String subject, Schema schema) {
            return ++last;
        }

        @Override
        public Optional<Schema> schema(int id) {
            if (!faults.isEmpty()) {
                throw Objects.requireNonNull(faults.getFirst());
            }
            asked.merge(id, 1, Integer::sum);
            return Optional.ofNullable(others.get(id));
        }
    }
}

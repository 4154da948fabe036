package dev.orrery.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.audit.log.LogRecord;
import dev.orrery.audit.replay.LogFormat;
import dev.orrery.schemas.avro.Archive;
import dev.orrery.schemas.envelope.HeaderNames;
import dev.orrery.schemas.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The logs of released versions say what they said when they were written. {@code
 * -Dorrery.golden.write=VERSION} writes down what this version leaves, when it is released; of what
 * earlier versions left nothing is ever written again, but what became of the rows of views.
 */
class GoldenLogTest {

    private static final String WRITE = "orrery.golden.write";
    private static final int BYTES_MAX = 300 * 1024;

    private static final String MEANING =
            "the %s of the log %s of version %s are not what they were when it was written: a"
                    + " released event has changed its meaning. Let the new meaning be a new event"
                    + " or a new field; only where nothing but a name in the words for people"
                    + " changed, put %s into %s.";

    private static final String FORM =
            "the rows of the views of the log %s of version %s have another form than they had."
                + " Where that is meant, Tally.FORMAT goes up by one, and rows in %s become %s.";

    @BeforeAll
    static void write() throws IOException {
        var version = System.getProperty(WRITE);
        if (version != null) {
            Golden.write(version);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void the_log_of_each_released_version_is_read_as_it_was_written(String version)
            throws IOException {
        var golden = Golden.of(version);
        assertThat(golden.logs()).isNotEmpty();
        for (var log : golden.logs().entrySet()) {
            var name = log.getKey();
            var kept = Told.in(golden.told(), name);
            var now = Told.of(log.getValue(), golden.schemas().archive());
            var file = "golden/" + version + "/told.properties";
            assertThat(now.events())
                    .as(MEANING, "events", name, version, now.events(), file)
                    .isEqualTo(kept.events());
            assertThat(now.states())
                    .as(MEANING, "states", name, version, now.states(), file)
                    .isEqualTo(kept.states());
            assertThat(now.rows()).as(FORM, name, version, file, now.rows()).isEqualTo(kept.rows());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void each_event_names_a_schema_that_was_kept_with_it(String version) throws IOException {
        var golden = Golden.of(version);
        var archive = golden.schemas().archive();
        for (var log : golden.logs().values()) {
            assertThat(log.records().values())
                    .allSatisfy(partition ->
                            assertThat(partition)
                                    .allMatch(each -> archive.find(fingerprint(each)).isPresent()));
        }
    }

    @Test
    void the_newest_logs_have_every_type_of_event_and_are_small() throws IOException {
        var types = new TreeSet<String>();
        long bytes = 0;
        for (var log : Golden.of(Releases.newest()).logs().values()) {
            types.addAll(log.types());
        }
        try (var files = Files.list(Releases.folder(Releases.newest()))) {
            for (var file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(types)
                .as("write the logs of this version down with -D%s=VERSION", WRITE)
                .containsAll(Golden.allTypes());
        assertThat(bytes).isLessThan(BYTES_MAX);
    }

    /**
     * What this version will meet when a later one wrote: nothing but the fingerprint says by which
     * schema to read it.
     */
    @Test
    void a_log_whose_schemas_have_one_field_more_says_the_same() throws IOException {
        var golden = Golden.of(Releases.newest());
        var before = golden.schemas().archive();
        var later = new HashMap<String, Schema>();
        for (var log : golden.logs().values()) {
            var rewritten =
                    log.with(record -> {
                        var wider = wider(before.find(fingerprint(record)).orElseThrow());
                        later.put(Schemas.fingerprint(wider), wider);
                        return written(record, wider);
                    });

            assertThat(events(rewritten, name -> Optional.ofNullable(later.get(name))))
                    .isEqualTo(events(log, before))
                    .hasSizeGreaterThan(100);
            assertThat(later).isNotEmpty().doesNotContainKeys(golden.schemas().fingerprints());
        }
    }

    /** With one field at its end that may be absent. */
    private static Schema wider(Schema schema) {
        var fields = new ArrayList<Schema.Field>();
        schema.getFields().forEach(each -> fields.add(new Schema.Field(each, each.schema())));
        var type =
                Schema.createUnion(
                        Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        fields.add(new Schema.Field("addedLater", type, null, Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(
                schema.getName(), null, schema.getNamespace(), schema.isError(), fields);
    }

    private static LogRecord written(LogRecord record, Schema wider) {
        byte[] value = Objects.requireNonNull(record.value());
        var headers = new RecordHeaders(record.headers());
        headers.remove(HeaderNames.DATA_SCHEMA);
        headers.add(
                HeaderNames.DATA_SCHEMA,
                Schemas.fingerprint(wider).getBytes(StandardCharsets.UTF_8));
        return new LogRecord(
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                headers,
                // A field that is absent is a zero in Avro.
                Arrays.copyOf(value, value.length + 1));
    }

    private static List<Event> events(GoldenLog log, Archive archive) {
        var format = LogFormat.of(archive);
        return log.records().values().stream()
                .flatMap(List::stream)
                .map(each ->
                        format.read(
                                        each.partition(),
                                        Objects.requireNonNull(each.key()),
                                        each.headers(),
                                        Objects.requireNonNull(each.value()))
                                .event())
                .toList();
    }

    private static String fingerprint(LogRecord record) {
        return String.valueOf(record.attribute(HeaderNames.DATA_SCHEMA));
    }

    static List<String> versions() {
        return Releases.all();
    }
}

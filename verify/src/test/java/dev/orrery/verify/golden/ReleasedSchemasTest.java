package dev.orrery.verify.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No change of an {@code .avsc} parts this version from one that was released. */
class ReleasedSchemasTest {

    private static final String BEFORE =
            """
            {"type": "record", "name": "Happened", "namespace": "dev.orrery.event", "fields": [
              {"name": "run", "type": "string"},
              {"name": "attempt", "type": "int", "default": 1},
              {"name": "how", "type": {"type": "enum", "name": "How", "symbols": ["WELL", "BADLY"]}},
              {"name": "cause", "type": ["null", {"type": "record", "name": "Cause", "fields": [
                {"name": "why", "type": "string"}]}], "default": null}]}
            """;

    @ParameterizedTest
    @MethodSource("versions")
    void every_schema_of_the_build_reads_and_is_read_by_every_release(String version) {
        assertThat(Compatibility.problems(version, Schemas.of(version), Schemas.current()))
                .as("give a new field a default, and let everything else be a new schema")
                .isEmpty();
    }

    @Test
    void what_adds_or_removes_a_field_with_a_default_is_compatible() {
        assertThat(problems("\"fields\": [", "\"fields\": [" + field("more", "\"default\": 7")))
                .isEmpty();
        assertThat(problems("{\"name\": \"attempt\", \"type\": \"int\", \"default\": 1},", ""))
                .isEmpty();
    }

    @Test
    void a_field_that_is_added_without_a_default_is_found() {
        assertThat(problems("\"fields\": [", "\"fields\": [" + field("more", "\"doc\": \"\"")))
                .singleElement()
                .asString()
                .contains("can't read what 0.1.0 wrote", "READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void a_field_without_a_default_that_is_removed_is_found() {
        assertThat(problems("{\"name\": \"run\", \"type\": \"string\"},", ""))
                .singleElement()
                .asString()
                .contains("writes what 0.1.0 can't read", "READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void another_type_of_a_field_is_found_also_where_avro_could_read_it_one_way() {
        assertThat(problems("\"int\", \"default\": 1", "\"boolean\", \"default\": true"))
                .hasSize(2);
        assertThat(problems("\"int\"", "\"long\""))
                .singleElement()
                .asString()
                .contains("writes what 0.1.0 can't read", "TYPE_MISMATCH");
    }

    @Test
    void a_symbol_that_an_enumeration_loses_or_gets_is_found() {
        assertThat(problems("\"WELL\", \"BADLY\"", "\"WELL\""))
                .singleElement()
                .asString()
                .contains("can't read what 0.1.0 wrote", "MISSING_ENUM_SYMBOLS");
        assertThat(problems("\"BADLY\"", "\"BADLY\", \"SO_SO\""))
                .singleElement()
                .asString()
                .contains("writes what 0.1.0 can't read", "MISSING_ENUM_SYMBOLS");
    }

    @Test
    void another_name_of_a_record_is_found_on_the_outside_and_inside() {
        assertThat(problems("\"Happened\"", "\"Occurred\""))
                .singleElement()
                .asString()
                .contains("has the schema dev.orrery.event.Happened, and this build has not");
        assertThat(problems("\"Cause\"", "\"Reason\"")).isNotEmpty();
    }

    @Test
    void a_schema_that_is_gone_is_found() {
        assertThat(Compatibility.problems("0.1.0", schemas(BEFORE), new Schemas(new TreeMap<>())))
                .singleElement()
                .asString()
                .contains("and this build has not");
    }

    private static String field(String name, String more) {
        return "{\"name\": \"%s\", \"type\": \"int\", %s},".formatted(name, more);
    }

    private static List<String> problems(String was, String is) {
        // The first of them: the record itself where a name stands for several.
        int at = BEFORE.indexOf(was);
        assertThat(at).isNotNegative();
        var after = BEFORE.substring(0, at) + is + BEFORE.substring(at + was.length());
        return Compatibility.problems("0.1.0", schemas(BEFORE), schemas(after));
    }

    private static Schemas schemas(String text) {
        var schema = new Schema.Parser().parse(text);
        return new Schemas(new TreeMap<>(Map.of(schema.getFullName(), schema)));
    }

    static List<String> versions() {
        return Releases.all();
    }
}

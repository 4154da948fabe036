package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.flows.json.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowMethodTest {

    enum Color {
        RED,
        GREEN
    }

    record Node(String name, @Nullable Node next) {}

    @SuppressWarnings("unused")
    static class Flows {

        @Flow
        static void scalars(
                boolean a,
                int b,
                Long c,
                double d,
                String e,
                Color f,
                Instant g,
                LocalDate h,
                Duration i,
                BigDecimal j,
                UUID k,
                Path l,
                Object m) {}

        @Flow
        static void parts(
                List<Integer> list, Set<String> set, Map<String, Double> map, Node node) {}

        @Flow(description = "Greets.")
        static String optional(
                @Param(value = "who", defaultValue = "world", description = "Whom.") String name,
                @Param(defaultValue = "3") int times,
                @Param(defaultValue = "2026-11-22") LocalDate since,
                @Param(defaultValue = "[1]") List<Integer> numbers,
                Optional<Integer> size,
                @Nullable BigDecimal exact) {
            return name + times + since + numbers + size + exact;
        }
    }

    /** Character by character what Python's side derives of the same signature. */
    @Test
    void scalars_have_the_schema_that_python_derives() {
        assertThat(schema("scalars"))
                .isEqualTo(
                        """
                        {"additionalProperties":false,"properties":{
                        "a":{"type":"boolean"},
                        "b":{"type":"integer"},
                        "c":{"type":"integer"},
                        "d":{"type":"number"},
                        "e":{"type":"string"},
                        "f":{"enum":["RED","GREEN"]},
                        "g":{"format":"date-time","type":"string"},
                        "h":{"format":"date","type":"string"},
                        "i":{"format":"duration","type":"string"},
                        "j":{"anyOf":[{"type":"number"},{"type":"string"}]},
                        "k":{"format":"uuid","type":"string"},
                        "l":{"format":"path","type":"string"},
                        "m":{}},
                        "required":["a","b","c","d","e","f","g","h","i","j","k","l","m"],
                        "type":"object"}
                        """
                                .replace("\n", ""));
    }

    @Test
    void parts_and_records_that_hold_themselves_have_schemas() {
        assertThat(schema("parts"))
                .isEqualTo(
                        """
                        {"$defs":{"Node":{"properties":{"name":{"type":"string"},
                        "next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}],"default":null}},
                        "required":["name"],"type":"object"}},
                        "additionalProperties":false,"properties":{
                        "list":{"items":{"type":"integer"},"type":"array"},
                        "map":{"additionalProperties":{"type":"number"},"type":"object"},
                        "node":{"$ref":"#/$defs/Node"},
                        "set":{"items":{"type":"string"},"type":"array","uniqueItems":true}},
                        "required":["list","set","map","node"],"type":"object"}
                        """
                                .replace("\n", ""));
    }

    @Test
    void what_has_a_default_or_may_be_absent_is_not_required() {
        assertThat(schema("optional"))
                .isEqualTo(
                        """
                        {"additionalProperties":false,"description":"Greets.","properties":{
                        "exact":{"anyOf":[{"type":"number"},{"type":"string"},{"type":"null"}],"default":null},
                        "numbers":{"default":[1],"items":{"type":"integer"},"type":"array"},
                        "since":{"default":"2026-11-22","format":"date","type":"string"},
                        "size":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},
                        "times":{"default":3,"type":"integer"},
                        "who":{"default":"world","description":"Whom.","type":"string"}},
                        "type":"object"}
                        """
                                .replace("\n", ""));
    }

    @Test
    void a_call_has_the_defaults_of_what_is_not_given() throws Exception {
        var flow = FlowMethod.of(Flows.class, "optional");
        var arguments = flow.arguments((Json.Obj) Json.parse("{\"who\":\"you\",\"size\":2}"));
        assertThat(flow.call(arguments)).isEqualTo("you32026-11-22[1]Optional[2]null");
    }

    @Test
    void parameters_that_do_not_fit_are_named() {
        var flow = FlowMethod.of(Flows.class, "parts");
        assertThatThrownBy(() -> flow.arguments(Json.EMPTY))
                .hasMessage("The parameter 'list' is missing.");
        assertThatThrownBy(() -> flow.arguments(Json.object("x", "y")))
                .hasMessage("The flow 'parts' has no parameter 'x'; it has list, set, map, node.");
    }

    @Test
    void a_class_with_several_flows_must_be_told_which() {
        assertThatThrownBy(() -> FlowMethod.of(Flows.class, null))
                .hasMessage(
                        "The class %s has more than one flow; it has optional, parts, scalars: name one."
                                .formatted(Flows.class.getName()));
        assertThatThrownBy(() -> FlowMethod.of(String.class, null))
                .hasMessage("The class java.lang.String has no @Flow method.");
    }

    @ParameterizedTest
    @CsvSource({
        "helloWorld, hello-world",
        "hello_world, hello-world",
        "loadCSVFile, load-csv-file"
    })
    void a_flow_is_named_after_its_method(String method, String flow) {
        assertThat(FlowMethod.flowName(method)).isEqualTo(flow);
    }

    private static String schema(String flow) {
        return String.valueOf(FlowMethod.of(Flows.class, flow).schema());
    }
}

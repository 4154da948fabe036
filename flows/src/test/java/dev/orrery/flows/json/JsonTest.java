package dev.orrery.flows.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void what_is_read_is_written_with_its_keys_in_order_and_its_numbers_as_they_were() {
        var text =
                " {\"b\" : [1, -0.50, 1e3, true, null, {}], \"a\":\"\\u00fc\\n\\ud83d\\ude00\"} ";
        assertThat(Json.parse(text))
                .hasToString("{\"a\":\"ü\\n😀\",\"b\":[1,-0.50,1e3,true,null,{}]}");
    }

    @Test
    void half_of_a_pair_stays_an_escape() {
        assertThat(Json.parse("\"\\ud83d\"")).hasToString("\"\\ud83d\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                "+1",
                "nul",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1] 2",
                "{a:1}",
                "\"",
                "NaN",
                "[1 2]",
                "{\"a\" 1}",
                "\"\\"
            })
    void what_is_no_json_is_refused_with_its_place(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MalformedJson.class)
                .hasMessageMatching(".+ at character [0-9]+");
    }

    @Test
    void depth_has_a_limit() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .hasMessageStartingWith("The value is nested more than 500 levels deep");
    }
}

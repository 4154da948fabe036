package dev.orrery.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void white_space_and_the_order_of_keys_do_not_count() {
        var one = Json.parse(" { \"b\" : [ 1, {\"y\":1,\"x\":2} ],\n \"a\" : null } ");
        var other = Json.parse("{\"a\":null,\"b\":[1,{\"x\":2,\"y\":1}]}");

        assertThat(one).isEqualTo(other).hasToString("{\"a\":null,\"b\":[1,{\"x\":2,\"y\":1}]}");
    }

    @Test
    void the_order_of_an_array_counts() {
        assertThat(Json.parse("[1,2]")).isNotEqualTo(Json.parse("[2,1]"));
    }

    @Test
    void an_escape_and_the_character_are_the_same() {
        assertThat(Json.parse("\"\\u0041\\u00e9\\/\"")).isEqualTo(Json.parse("\"Aé/\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "1.10",
                "3.141592653589793238462643383279502884197",
                "123456789012345678901234567890",
                "-9223372036854775809",
                "1E+400"
            })
    void a_number_is_kept_as_it_is_written(String number) {
        assertThat(Json.parse(number)).hasToString(number);
        assertThat(Json.parse("{\"n\":" + number + "}")).hasToString("{\"n\":" + number + "}");
    }

    @Test
    void an_exponent_has_one_way_of_writing() {
        assertThat(Json.parse("1e400")).isEqualTo(Json.parse("1E+400"));
    }

    @Test
    void canonical_text_is_read_as_itself() {
        var text = "{\"a\":[1.50,true,null,\"x\\n\\\"\"],\"b\":{\"c\":1E+400}}";

        assertThat(Json.parse(text)).hasToString(text);
        assertThat(Json.of(Json.parse(text).tree())).hasToString(text);
    }

    @Test
    void there_is_no_json_but_the_canonical_one() {
        assertThat(new Json(" {\"b\": 1,\"a\":\"\\u0041\"}"))
                .isEqualTo(Json.parse("{\"a\":\"A\",\"b\":1}"))
                .hasToString("{\"a\":\"A\",\"b\":1}");
        assertThatIllegalArgumentException().isThrownBy(() -> new Json("{not json"));
    }

    /** UTF-8 has no form for it: in the log it would be another character. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud83d\"", "[\"\\ude80\\ud83d\"]", "{\"\\ud83d\":1}", "\"\ud83d\""})
    void half_of_a_surrogate_pair_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @Test
    void a_whole_surrogate_pair_is_a_character() {
        assertThat(Json.parse("\"\\ud83d\\ude80\"")).hasToString("\"\ud83d\ude80\"");
    }

    /** In its canonical form the number has one digit more than may be read. */
    @Test
    void what_could_not_be_read_back_is_refused() {
        var number = "9".repeat(996) + "e9999";

        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e-99999999999", "1e2147483648", "1e-2147483648"})
    void a_number_is_kept_or_refused_and_never_a_fault(String number) {
        try {
            var kept = Json.parse(number);
            assertThat(Json.parse(kept.text())).isEqualTo(kept);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"b\":2}}", "[{\"a\":1,\"a\":2}]"})
    void a_key_that_is_there_twice_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{} {}", "{}x", "{'a':1}", "NaN", "01", "[1,]", "nul"})
    void what_is_not_one_json_value_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @Test
    void what_is_nested_too_deep_is_refused() {
        var text = "[".repeat(2_000) + "]".repeat(2_000);

        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":1} | {\"b\":2}         | {\"a\":1,\"b\":2}",
                "{\"b\":1}         | {\"a\":2}         | {\"a\":2,\"b\":1}",
                "{\"a\":1}         | {}                | {\"a\":1}",
                "{}                | {\"a\":1}         | {\"a\":1}",
                "{\"a\":1}         | {\"a\":null}      | {\"a\":null}",
                "{\"a\":{\"x\":1}} | {\"a\":{\"y\":2}} | {\"a\":{\"y\":2}}",
                "{\"a\":1.50}      | {\"b\":2.50}      | {\"a\":1.50,\"b\":2.50}",
            })
    void the_outermost_members_are_laid_over(String below, String above, String merged) {
        assertThat(Json.parse(below).overlaidWith(Json.parse(above))).hasToString(merged);
    }

    @ParameterizedTest
    @CsvSource({"{}, true", "[], false", "1, false", "null, false"})
    void only_an_object_is_an_object(String text, boolean object) {
        assertThat(Json.parse(text).isObject()).isEqualTo(object);
    }

    @Test
    void the_length_is_counted_in_bytes_of_utf_8() {
        assertThat(Json.parse("\"aé€😀\"").bytes()).isEqualTo(2 + 1 + 2 + 3 + 4);
    }
}

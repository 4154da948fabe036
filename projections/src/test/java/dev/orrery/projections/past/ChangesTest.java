package dev.orrery.projections.past;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.projections.view.ViewJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two values differ in is said as far inside as can be, and never at any length. */
class ChangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{\"a\":1}            | {\"a\":1}             | []",
                "{\"a\":1}            | {\"a\":2}             |"
                        + " [{\"path\":\"/a\",\"before\":1,\"after\":2}]",
                "{\"a\":1}            | {}                    | [{\"path\":\"/a\",\"before\":1}]",
                "{}                   | {\"a\":1}             | [{\"path\":\"/a\",\"after\":1}]",
                "{\"a\":null}         | {}                    |"
                        + " [{\"path\":\"/a\",\"before\":null}]",
                "{\"a\":null}         | {\"a\":1}             |"
                        + " [{\"path\":\"/a\",\"before\":null,\"after\":1}]",
                "{\"a\":1.5}          | {\"a\":1.50}          |"
                        + " [{\"path\":\"/a\",\"before\":1.5,\"after\":1.50}]",
                "{\"a\":{\"b\":1}}    | {\"a\":{\"b\":2}}     |"
                        + " [{\"path\":\"/a/b\",\"before\":1,\"after\":2}]",
                "{\"a\":{\"b\":1}}    | {\"a\":3}             |"
                        + " [{\"path\":\"/a\",\"before\":{\"b\":1},\"after\":3}]",
                "{\"a/b\":{\"~\":1}}  | {\"a/b\":{\"~\":2}}   |"
                        + " [{\"path\":\"/a~1b/~0\",\"before\":1,\"after\":2}]",
                "[1,2,3]              | [1,4,3]               |"
                        + " [{\"path\":\"/1\",\"before\":2,\"after\":4}]",
                "[1,2]                | [0,1,2]               | [{\"path\":\"/0\",\"after\":0}]",
                "[1,2,3]              | [1,3]                 | [{\"path\":\"/1\",\"before\":2}]",
                "[1,2]                | [1,3,4]               |"
                    + " [{\"path\":\"/1\",\"before\":2,\"after\":3},{\"path\":\"/2\",\"after\":4}]",
                "1                    | 2                     |"
                        + " [{\"path\":\"\",\"before\":1,\"after\":2}]"
            })
    void a_difference_is_said_where_it_is(String before, String after, String expected) {
        assertThat(text(Changes.between(tree(before), tree(after)))).isEqualTo(expected);
    }

    @Test
    void many_differences_are_one_further_outside() {
        var before = tree("{\"d\":{\"p\":" + object(2_000, 1) + "},\"e\":1}");
        var after = tree("{\"d\":{\"p\":" + object(2_000, 2) + "},\"e\":2}");
        assertThat(Changes.between(before, after))
                .extracting(Change::path)
                .containsExactly("/d/p", "/e");

        var few = tree("{\"d\":{\"p\":" + object(900, 2) + "}}");
        assertThat(Changes.between(tree("{\"d\":{\"p\":" + object(900, 1) + "}}"), few))
                .hasSize(900);
    }

    @Test
    void paths_do_not_outgrow_what_they_are_about() {
        var key = "k".repeat(10_000);
        var before = tree("{\"d\":{\"" + key + "\":" + object(900, 1) + "}}");
        var after = tree("{\"d\":{\"" + key + "\":" + object(900, 2) + "}}");
        assertThat(Changes.between(before, after))
                .extracting(Change::path)
                .containsExactly("/d/" + key);
    }

    @Test
    void what_is_deep_inside_is_told_from_where_it_can_be() {
        var changes = Changes.between(tree(nested(1_000, 1)), tree(nested(1_000, 2)));
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().path()).isEqualTo("/a".repeat(64));
    }

    private static String nested(int levels, int value) {
        return "{\"a\":".repeat(levels) + value + "}".repeat(levels);
    }

    private static String object(int members, int value) {
        return IntStream.range(0, members)
                .mapToObj(i -> "\"m" + i + "\":" + value)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static JsonNode tree(String json) {
        return ViewJson.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Object value) {
        return new String(ViewJson.write(value), StandardCharsets.UTF_8);
    }
}

package dev.orrery.flows.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.flows.json.Json;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    enum Color {
        RED,
        GREEN
    }

    record Window(LocalDate from, Optional<Duration> length, List<Window> within) {}

    /** As {@code repr} of Python's floats, so that either language stores the same document. */
    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0.1, 0.1",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-0.0, -0.0",
        "123456.789, 123456.789"
    })
    void a_double_is_written_as_python_does(double number, String text) {
        assertThat(ToJson.of(number, "k")).hasToString(text);
    }

    @Test
    void times_are_written_as_python_does() {
        assertThat(written(Instant.parse("2026-11-22T08:00:00Z")))
                .isEqualTo("\"2026-11-22T08:00:00+00:00\"");
        assertThat(written(OffsetDateTime.parse("2026-11-22T08:00:00.5+01:30")))
                .isEqualTo("\"2026-11-22T08:00:00.500000+01:30\"");
        assertThat(written(LocalTime.of(8, 0))).isEqualTo("\"08:00:00\"");
        assertThat(written(Duration.ofSeconds(90))).isEqualTo("\"PT1M30S\"");
    }

    @Test
    void values_come_back_as_they_were() throws Exception {
        var window =
                new Window(
                        LocalDate.of(2026, 11, 22),
                        Optional.empty(),
                        List.of(
                                new Window(
                                        LocalDate.EPOCH,
                                        Optional.of(Duration.ofHours(1)),
                                        List.of())));
        returns(Window.class, window);
        returns(UUID.class, UUID.fromString("00000000-0000-4000-8000-000000000001"));
        returns(Path.class, Path.of("/tmp/a b"));
        returns(BigDecimal.class, new BigDecimal("1.50"));
        returns(BigInteger.class, new BigInteger("123456789012345678901234567890"));
        returns(Instant.class, Instant.parse("2026-11-22T08:00:00.123456789Z"));
        returns(Color.class, Color.GREEN);
        returns(char.class, 'x');
        returns(long.class, Long.MIN_VALUE);
        returns(generic("colors"), Map.of(Color.RED, Set.of(1, 2)));
        assertThat((int[]) FromJson.to(int[].class, Json.parse("[1,2]"), "k"))
                .containsExactly(1, 2);
    }

    Map<Color, Set<Integer>> colors = Map.of();

    private static Type generic(String field) throws Exception {
        return ValuesTest.class.getDeclaredField(field).getGenericType();
    }

    private static void returns(Type type, Object value) {
        var read = FromJson.to(type, Json.parse(ToJson.of(value, "k").toString()), "k");
        assertThat(read).isEqualTo(value);
    }

    @Test
    void whole_numbers_may_be_written_with_a_point() {
        assertThat(FromJson.to(int.class, Json.parse("2.0"), "k")).isEqualTo(2);
        refuses(int.class, "2.5", "'k' must be a whole number (int), and not 2.5.");
        refuses(int.class, "1e400000000", "'k' must be a whole number (int), and not 1e400000000.");
        refuses(byte.class, "300", "'k' must be a whole number (byte), and not 300.");
    }

    @Test
    void what_does_not_fit_is_named() {
        refuses(String.class, "1", "'k' must be a text, and not 1.");
        refuses(int.class, "null", "'k' must be a whole number (int), and not null.");
        refuses(Color.class, "\"BLUE\"", "'k' must be one of RED, GREEN, and not \"BLUE\".");
        refuses(UUID.class, "\"x\"", "'k' must be a UUID, and not \"x\".");
        refuses(List.class, "{}", "'k' must be an array, and not {}.");
        refuses(Thread.class, "{}", "'k' has the type Thread, which can't be made of JSON.");
        refuses(Window.class, "{\"from\":\"2026-11-22\"}", "'k.within' is missing.");
        refuses(
                Window.class,
                "{\"from\":\"22.11.2026\",\"within\":[]}",
                "'k.from' must be a date such as 2026-11-22, and not \"22.11.2026\".");
        refuses(
                Window.class,
                "{\"from\":\"2026-11-22\",\"within\":[],\"till\":1}",
                "There is no 'k.till'; there is from, length, within.");
    }

    private static void refuses(Type type, String json, String why) {
        assertThatThrownBy(() -> FromJson.to(type, Json.parse(json), "k"))
                .isInstanceOf(Unfit.class)
                .hasMessage(why);
    }

    @Test
    void what_can_not_be_json_names_its_key() {
        assertThatThrownBy(() -> ToJson.of(Map.of("a", List.of(1, new Object())), "parameters"))
                .hasMessage(
                        "'parameters.a[1]' is of the type Object, which can't be written as JSON.");
        assertThatThrownBy(() -> ToJson.of(Map.of("a", Double.NaN), "parameters"))
                .hasMessage("'parameters.a' is NaN, which JSON can't hold.");
        assertThatThrownBy(() -> ToJson.of("\ud83d", "k"))
                .hasMessage("'k' is text that is not Unicode.");
        assertThatThrownBy(() -> ToJson.of(Map.of(1, 2), "k"))
                .hasMessage("'k' has the key 1, and in JSON keys are text.");
    }

    private static String written(Object value) {
        return ToJson.of(value, "k").toString();
    }
}

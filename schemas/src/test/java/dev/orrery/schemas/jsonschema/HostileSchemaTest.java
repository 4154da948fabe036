package dev.orrery.schemas.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever writes a schema can't stop those who check by it: not their time, stack or memory. */
class HostileSchemaTest {

    /** Far more than any check takes where the machine is busy; without a bound none would end. */
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private static final int STACK_BYTES = 512 * 1024;

    private static final String TOO_MUCH = "To check it takes more than is spent on any check";
    private static final String TOO_DEEP = "It is nested deeper than is checked";
    private static final String TOO_LONG = "A number is larger than doubles are";

    @Test
    void expressions_do_not_backtrack() {
        var text = "{\"a\":\"" + "a".repeat(100_000) + "!\"}";

        assertThat(misfits("{'properties':{'a':{'pattern':'^(a+)+$'}}}", text))
                .containsExactly(new Misfit("/a", "Does not match the regex pattern ^(a+)+$."));
    }

    @Test
    void a_large_expression_on_a_large_text_is_not_matched() {
        var text = "{\"a\":\"" + "a".repeat(400_000) + "!\"}";

        assertTold(misfits("{'properties':{'a':{'pattern':'^(a{0,50}){0,50}$'}}}", text), TOO_MUCH);
    }

    @Test
    void an_expression_that_grows_when_it_is_compiled_is_refused() {
        assertThat(faults("{'pattern':'(((x{1000}){1000}){1000}){1000}'}"))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/pattern");
                    assertThat(fault.message()).contains("is too large");
                });
        assertThat(faults("{'pattern':'" + "(".repeat(500) + ")".repeat(500) + "'}")).hasSize(1);
        assertThat(faults("{'pattern':'\\\\Q(\\\\E{1000}'}")).hasSize(1);
    }

    @Test
    void many_large_expressions_are_not_compiled() {
        var schemas =
                IntStream.range(0, 2_500)
                        .mapToObj(i -> "{'pattern':'a{999}b" + i + "'}")
                        .collect(Collectors.joining(","));

        assertTold(faults("{'allOf':[" + schemas + "]}"), TOO_MUCH);
    }

    @Test
    void what_looks_around_or_refers_back_is_refused() {
        assertThat(faults("{'pattern':'^(?!x).*$'}").getFirst().message()).contains("looks around");
        assertThat(faults("{'pattern':'^(a)\\\\1$'}")).hasSize(1);
    }

    @Test
    void references_that_go_round_end() {
        assertTold(misfits("{'$ref':'#'}", "{}"), TOO_MUCH);
        assertTold(
                misfits(
                        "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'not':{'$ref':'#/$defs/a'}}},"
                                + "'anyOf':[{'$ref':'#/$defs/a'}]}",
                        "{}"),
                TOO_MUCH);
    }

    @Test
    void branches_that_double_at_each_level_end() {
        var levels =
                IntStream.range(0, 60)
                        .mapToObj(i ->
                                "'d%d':{'anyOf':[{'$ref':'#/$defs/d%d'},{'$ref':'#/$defs/d%d'}]}"
                                        .formatted(i, i + 1, i + 1))
                        .collect(Collectors.joining(","));

        assertTold(
                misfits("{'$defs':{" + levels + ",'d60':false},'$ref':'#/$defs/d0'}", "{}"),
                TOO_MUCH);
    }

    @Test
    void nothing_is_fetched() {
        assertThat(faults("{'$ref':'http://127.0.0.1:1/x'}"))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/$ref");
                    assertThat(fault.message()).contains("nothing is fetched from elsewhere");
                });
        assertThat(faults("{'$schema':'http://127.0.0.1:1/x'}")).hasSize(1);
        assertThat(faults("{'items':{'$schema':'http://127.0.0.1:1/x'}}")).hasSize(1);
        assertThat(faults("{'id':'classpath:logback.xml','$ref':'#/gone'}"))
                .extracting(Misfit::pointer)
                .containsExactly("/$ref");
        assertThat(misfits("{'$ref':'http://127.0.0.1:1/x'}", "{}")).hasSize(1);
    }

    @Test
    void what_could_not_be_paid_for_is_refused() {
        for (var keyword :
                List.of(
                        "'unevaluatedProperties':false",
                        "'unevaluatedItems':false",
                        "'items':{'$id':'http://127.0.0.1:1/x'}",
                        "'$anchor':'a'",
                        "'$dynamicAnchor':'a'",
                        "'$dynamicRef':'#a'")) {
            assertThat(faults("{" + keyword + "}"))
                    .as(keyword)
                    .singleElement()
                    .satisfies(fault ->
                            assertThat(fault.message())
                                    .contains("can't be used in a schema of parameters"));
        }
    }

    @Test
    void many_items_that_must_differ_are_told_apart_in_time() {
        var lists =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> "[" + i + "]")
                        .collect(Collectors.joining(","));

        assertThat(
                        misfits(
                                "{'additionalProperties':{'uniqueItems':true}}",
                                "{\"a\":[" + lists + "]}"))
                .isEmpty();
    }

    @Test
    void items_of_one_hash_are_not_compared() {
        var texts =
                IntStream.range(0, 15_000)
                        .mapToObj(i -> "\"" + sameHash(i) + "\"")
                        .collect(Collectors.joining(","));
        var lists =
                IntStream.range(0, 40_000)
                        .mapToObj(i -> "[%d,%d]".formatted(i, (1 << 22) - 31 * i))
                        .collect(Collectors.joining(","));

        for (var items : List.of(texts, lists)) {
            assertTold(misfits("{'uniqueItems':true}", "[" + items + "]"), TOO_MUCH);
        }
    }

    @Test
    void a_large_enumeration_is_not_compared_with_many_items() {
        var texts =
                IntStream.range(0, 2_000)
                        .mapToObj(i -> "\"" + sameHash(i) + "\"")
                        .collect(Collectors.joining(","));
        var all =
                IntStream.range(0, 200)
                        .mapToObj(_ -> "{'$ref':'#/$defs/a'}")
                        .collect(Collectors.joining(","));
        var items = String.join(",", Collections.nCopies(15_000, "\"" + sameHash(1) + "\""));

        assertTold(
                misfits(
                        "{'$defs':{'a':{'enum':[" + texts + "]}},'items':{'allOf':[" + all + "]}}",
                        "[" + items + "]"),
                TOO_MUCH);
    }

    @Test
    void what_is_said_of_branches_is_not_kept() {
        var words = "w".repeat(60_000);
        var item = "{'contains':{'const':'" + words + "'}}";
        var value = "[" + "[],".repeat(100_000) + "[]]";

        assertTold(misfits("{'anyOf':[{'items':" + item + "},{'maxItems':1}]}", value), TOO_MUCH);
        assertTold(
                misfits(
                        "{'anyOf':[{'items':{'oneOf':[{'const':1},{'const':2}]}},{'maxItems':1}]}",
                        "[" + "0,".repeat(200_000) + "0]"),
                TOO_MUCH);
    }

    /** Texts that hash alike for Java: Aa and BB do. */
    private static String sameHash(int number) {
        return IntStream.range(0, 15)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    @Test
    void a_number_that_is_long_to_write_out_is_refused() {
        for (var number : List.of("1e999999999", "1e-999999999", "9".repeat(500), "1e309")) {
            assertTold(misfits("{'maximum':5}", number), TOO_LONG);
            assertTold(faults("{'multipleOf':" + number + "}"), TOO_LONG);
        }
        assertThat(misfits("{'multipleOf':1e-300}", "1e308")).isEmpty();
    }

    @Test
    void what_is_deep_is_not_followed() {
        var deep = "[".repeat(900) + "]".repeat(900);

        assertTold(misfits("{'items':{'$ref':'#'}}", deep), TOO_DEEP);
        assertTold(misfits("{'const':" + deep + "}", "{}"), TOO_DEEP);
        assertTold(faults("{'not':".repeat(900) + "true" + "}".repeat(900)), TOO_DEEP);
    }

    @Test
    void what_is_as_deep_as_may_be_fits_the_stack() {
        var deep = "[".repeat(100) + "]".repeat(100);
        var schema = "{'not':".repeat(99) + "true" + "}".repeat(99);

        assertThat(misfits("{'items':{'anyOf':[{'$ref':'#'}]}}", deep)).isEmpty();
        assertThat(faults(schema)).hasSizeLessThan(2);
        assertThat(misfits(schema, "{}")).hasSizeLessThan(2);
    }

    @Test
    void references_in_a_chain_are_not_followed_far() {
        var chain =
                IntStream.range(0, 1_500)
                        .mapToObj(i -> "'d%d':{'$ref':'#/$defs/d%d'}".formatted(i, i + 1))
                        .collect(Collectors.joining(","));

        assertTold(
                misfits("{'$defs':{" + chain + ",'d1500':true},'$ref':'#/$defs/d0'}", "{}"),
                TOO_MUCH);
    }

    /** Each is read with all that is in it; together they would be of a gigabyte. */
    @Test
    void references_to_what_is_in_each_other_are_not_all_read() {
        var inner = "{'allOf':[" + "{},".repeat(15_000) + "{}]}";
        var outer = "{'not':".repeat(90) + inner + "}".repeat(90);
        var references =
                IntStream.rangeClosed(1, 90)
                        .mapToObj(depth -> "{'$ref':'#" + "/not".repeat(depth) + "'}")
                        .collect(Collectors.joining(","));

        assertTold(faults("{'anyOf':[" + references + "]," + outer.substring(1)), TOO_MUCH);
    }

    @Test
    void what_is_asked_of_one_schema_is_paid_from_one_budget() {
        var schema = new JsonSchema(Json.parse("{\"items\":{\"type\":\"integer\"}}"));
        var value = Json.parse("[" + "0,".repeat(100_000) + "0]");

        assertThat(schema.misfits(value)).isEmpty();
        assertThat(schema.misfits(value)).isEmpty();
        for (int i = 0; i < 50; i++) {
            schema.misfits(value);
        }
        assertTold(schema.misfits(value), TOO_MUCH);
    }

    /** The pointers of all these items together would be of 9 GB. */
    @Test
    void places_are_written_out_only_where_they_are_told() {
        var name = "n".repeat(45_000);
        var value = "{\"" + name + "\":[" + "0,".repeat(200_000) + "0]}";

        var misfits = misfits("{'additionalProperties':{'items':{'type':'string'}}}", value);

        assertThat(misfits).hasSize(20);
        assertThat(misfits.getFirst().pointer()).isEqualTo("/" + "n".repeat(999) + "...");
    }

    private static void assertTold(List<Misfit> misfits, String beginning) {
        assertThat(misfits)
                .singleElement()
                .satisfies(misfit -> {
                    assertThat(misfit.pointer()).isEmpty();
                    assertThat(misfit.message()).startsWith(beginning);
                });
    }

    private static List<Misfit> faults(String schema) {
        return check(schema, "{}", JsonSchema::faults);
    }

    private static List<Misfit> misfits(String schema, String value) {
        var parsed = Json.parse(value);
        return check(schema, value, checked -> checked.misfits(parsed));
    }

    private interface Check {
        List<Misfit> of(JsonSchema schema);
    }

    /** On a thread with half of the stack that threads have. */
    private static List<Misfit> check(String schema, String value, Check check) {
        var parsed = new JsonSchema(Json.parse(schema.replace('\'', '"')));
        var answer = new CompletableFuture<List<Misfit>>();
        Runnable run =
                () -> {
                    try {
                        answer.complete(check.of(parsed));
                    } catch (Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }
                };
        new Thread(null, run, "check", STACK_BYTES).start();
        assertThat(answer).as(value).succeedsWithin(ENOUGH);
        return answer.join();
    }
}

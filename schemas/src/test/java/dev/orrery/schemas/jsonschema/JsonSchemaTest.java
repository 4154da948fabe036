package dev.orrery.schemas.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told. */
class JsonSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':'integer' | 'x' | String found, integer expected.",
                "'type':['integer','null'] | 1.5 | Number found, [integer, null] expected.",
                "'const':'a' | 'b' | Must be the constant value 'a'.",
                "'enum':['a','b',1] | 'c' | "
                        + "Does not have a value in the enumeration [\"a\", \"b\", 1].",
                "'minimum':3 | 2 | Must have a minimum value of 3.",
                "'maximum':3 | 4 | Must have a maximum value of 3.",
                "'exclusiveMinimum':3 | 3 | Must have an exclusive minimum value of 3.",
                "'exclusiveMaximum':3 | 3 | Must have an exclusive maximum value of 3.",
                "'multipleOf':0.01 | 0.005 | Must be multiple of 0.01.",
                "'minLength':1 | '' | Must be at least 1 characters long.",
                "'maxLength':2 | 'abc' | Must be at most 2 characters long.",
                "'pattern':'^a$' | 'b' | Does not match the regex pattern ^a$.",
                "'minItems':1 | [] | Must have at least 1 items but found 0.",
                "'maxItems':1 | [1,2] | Must have at most 1 items but found 2.",
                "'uniqueItems':true | [1,2,1.0] | Must have only unique items in the array.",
                "'minProperties':1 | {} | Must have at least 1 properties.",
                "'maxProperties':0 | {'a':1} | Must have at most 0 properties.",
                "'contains':{'type':'string'} | [1] | Must contain at least 1 element(s) that"
                        + " passes these validations: {\"type\":\"string\"}.",
                "'not':{'type':'string'} | 'a' | "
                        + "Must not be valid to the schema {\"type\":\"string\"}.",
            })
    void says_what_it_must_be(String keywords, String value, String sentence) {
        assertThat(misfits("{'properties':{'p':{" + keywords + "}}}", "{'p':" + value + "}"))
                .containsExactly(new Misfit("/p", sentence));
    }

    @Test
    void what_fits_no_branch_is_told_of_each() {
        assertThat(misfits("{'anyOf':[{'type':'integer'},{'type':'null'}]}", "'a'"))
                .containsExactly(
                        new Misfit("", "String found, integer expected."),
                        new Misfit("", "String found, null expected."));
        assertThat(misfits("{'oneOf':[{'minimum':1},{'minimum':0}]}", "1"))
                .singleElement()
                .satisfies(misfit ->
                        assertThat(misfit.message())
                                .startsWith("Must be valid to one and only one schema"));
    }

    @Test
    void what_is_missing_is_told_by_its_own_pointer() {
        assertThat(misfits("{'required':['a/b','c']}", "{'c':1}"))
                .containsExactly(new Misfit("/a~1b", "Required property 'a/b' not found."));
        assertThat(misfits("{'dependentRequired':{'a':['b']}}", "{'a':1}"))
                .containsExactly(
                        new Misfit(
                                "/a",
                                "Has a missing property 'b' which is dependent required because 'a'"
                                        + " is present."));
    }

    @Test
    void what_is_not_known_is_told_by_its_own_pointer() {
        assertThat(
                        misfits(
                                "{'properties':{'day':{},'name':{}},'additionalProperties':false}",
                                "{'dya':1}"))
                .containsExactly(
                        new Misfit(
                                "/dya",
                                "Property 'dya' is not defined in the schema and the schema does"
                                        + " not allow additional properties."));
    }

    @Test
    void whole_numbers_are_integers_however_they_are_written() {
        assertThat(misfits("{'items':{'type':'integer'}}", "[1.0,1e2]")).isEmpty();
        assertThat(misfits("{'const':{'a':[1.0]}}", "{'a':[1]}")).isEmpty();
    }

    @Test
    void a_schema_may_have_a_name_and_refer_to_itself() {
        var tree = "{'$id':'http://example.com/tree','items':{'$ref':'#'}}";

        assertThat(faults(tree)).isEmpty();
        assertThat(misfits(tree, "[[[]]]")).isEmpty();
    }

    @Test
    void patterns_are_taken_in_their_order() {
        var schema = "{'patternProperties':{'a':{'type':'string'},'b':{'type':'null'},'c':false}}";

        assertThat(misfits(schema, "{'abc':1}"))
                .extracting(Misfit::message)
                .containsExactly(
                        "Integer found, string expected.",
                        "Integer found, null expected.",
                        "Schema for 'c' is false.");
    }

    @Test
    void twenty_are_told_in_the_order_of_the_schema() {
        var misfits = misfits("{'required':[" + numbered(30) + "]}", "{}");

        assertThat(misfits).hasSize(20);
        assertThat(misfits.getFirst().pointer()).isEqualTo("/p0");
        assertThat(misfits.getLast().pointer()).isEqualTo("/p19");
    }

    private static String numbered(int count) {
        var names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(i == 0 ? "'p" : ",'p").append(i).append('\'');
        }
        return names.toString();
    }

    @Test
    void faults_of_a_schema_are_told_by_where_they_are() {
        assertThat(faults("{'properties':{'p':{'type':'int'}}}"))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.pointer()).isEqualTo("/properties/p/type"));
        assertThat(faults("{'required':'p'}"))
                .containsExactly(new Misfit("/required", "String found, array expected."));
        assertThat(faults("{'$ref':'#/$defs/gone'}"))
                .extracting(Misfit::pointer)
                .containsExactly("/$ref");
        assertThat(faults("{'$schema':'http://json-schema.org/draft-07/schema#'}"))
                .extracting(Misfit::pointer)
                .containsExactly("/$schema");
    }

    @Test
    void a_schema_may_say_that_it_is_of_this_draft() {
        assertThat(faults("{'$schema':'https://json-schema.org/draft/2020-12/schema'}")).isEmpty();
    }

    @Test
    void characters_by_their_number_are_understood() {
        var schema = new JsonSchema(Json.parse("{\"pattern\":\"^[\\\\u0041-\\\\u0043]+$\"}"));

        assertThat(schema.misfits(Json.parse("\"ABC\""))).isEmpty();
        assertThat(schema.misfits(Json.parse("\"ABD\""))).hasSize(1);
    }

    @Test
    void a_format_is_a_remark() {
        assertThat(misfits("{'properties':{'p':{'format':'date'}}}", "{'p':'today'}")).isEmpty();
    }

    private static List<Misfit> faults(String schema) {
        return new JsonSchema(json(schema)).faults();
    }

    private static List<Misfit> misfits(String schema, String value) {
        return new JsonSchema(json(schema)).misfits(json(value));
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}

package dev.orrery.commands.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is understood as a whole, or refused by the field that holds what is wrong. */
class BodiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'description':'\\ud83d'}                          | /description",
                "{'tags':['a','b\\ude80']}                          | /tags/1",
                "{'parameters':{'a':{'b':['\\ude80\\ud83d']}}}     | /parameters/a/b/0",
                "{'schedules':[{'name':'\\ud83dx'}]}                | /schedules/0/name",
            })
    void half_of_a_surrogate_pair_is_refused_by_its_field(String body, String field) {
        var problem = refusal(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

        assertThat(problem.refusal()).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(problem.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'concurrency':{'limit':1,'collision':'wait'}} | /concurrency/collision | "
                        + "It is one of: queue, skip, cancel-running.",
                "{'concurrency':{'collision':'skip'}} | /concurrency | "
                        + "A concurrency needs its 'limit'.",
                "{'concurrency':{'limit':'1'}} | /concurrency/limit | It must be a whole number.",
                "{'concurrency':2} | /concurrency | It must be an object.",
                "{'retry':{}} | /retry | A retry policy needs its 'attempts'.",
                "{'retry':{'attempts':2,'jitter':0.001}} | /retry | "
                        + "'jitter' is a number with two decimals at most.",
                "{'retry':{'attempts':2,'on':[1]}} | /retry/on/0 | "
                        + "It is one of: failed, timed-out, crashed.",
                "{'retry':{'attempts':2,'wait':1}} | /retry/wait | There is no field 'wait'.",
                "{'schedules':[{'catchUp':{'policy':0}}]} | /schedules/0/catchUp/policy | "
                        + "It is one of: none, latest, all.",
            })
    void what_is_no_policy_is_refused_by_its_field(String body, String field, String sentence) {
        var problem = refusal(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

        assertThat(problem.refusal()).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem).hasMessage(sentence);
    }

    @Test
    void half_of_a_surrogate_pair_in_the_name_of_a_field_is_refused_by_its_place() {
        var body = "{\"environment\":{\"\\ud83d\":\"x\"}}".getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(body)).hasMessage("The body is not JSON: line 1, column 24.");
    }

    /** Three bytes that look like UTF-8 and stand for no character. */
    @Test
    void half_of_a_surrogate_pair_in_bytes_is_refused_too() {
        var body = "{\"version\":\"???\"}".getBytes(StandardCharsets.UTF_8);
        body[12] = (byte) 0xED;
        body[13] = (byte) 0xA0;
        body[14] = (byte) 0xBD;

        assertThat(refusal(body)).hasMessage("The body is not UTF-8.");
    }

    @ParameterizedTest
    @MethodSource
    void more_than_anybody_means_is_refused(String body) {
        var problem = refusal(body.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.refusal()).isEqualTo(Refusal.MALFORMED_BODY);
        assertThat(problem).hasMessageContaining("deeper than 1000 levels");
    }

    static List<String> more_than_anybody_means_is_refused() {
        var deep = "[".repeat(1_001) + "]".repeat(1_001);
        return List.of(
                deep,
                "{\"a\":".repeat(1_001) + "1" + "}".repeat(1_001),
                "{\"parameters\":{\"a\":" + deep + "}}",
                "{\"nobody\":" + deep + "}",
                "{\"timeoutSeconds\":" + "1".repeat(1_001) + "}",
                "{\"parameters\":{\"a\":" + "1".repeat(1_001) + "}}",
                "{\"parameters\":{\"a\":-1." + "1".repeat(1_001) + "e5}}",
                "{\"parameters\":{\"" + "n".repeat(50_001) + "\":1}}");
    }

    /** The canonical form of a number can be longer than it was, and nest what is around it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"parameters\":{\"a\":1e999999999}}",
                "{\"parameters\":{\"a\":1e99999999999}}",
                "{\"parameters\":{\"a\":0.1e-2147483648}}",
                "{\"timeoutSeconds\":1e99}",
                "{\"timeoutSeconds\":99999999999999999999}"
            })
    void a_number_out_of_all_bounds_is_understood_or_refused(String body) {
        try {
            assertThat(Bodies.parse(body.getBytes(StandardCharsets.UTF_8), DeploymentBody.class))
                    .isPresent();
        } catch (ApiProblem problem) {
            assertThat(problem.refusal()).isIn(Refusal.MALFORMED_BODY, Refusal.INVALID_COMMAND);
        }
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_body() {
        var body = "\ufeff{\"name\":\"moon\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(Bodies.parse(body, RunBody.class))
                .hasValueSatisfying(run -> assertThat(run.name()).isEqualTo("moon"));
    }

    @Test
    void a_whole_pair_is_a_character() {
        var body = "{\"name\":\"\\ud83d\\ude80\",\"parameters\":{\"\\ud83d\\ude80\":1}}";

        assertThat(Bodies.parse(body.getBytes(StandardCharsets.UTF_8), RunBody.class))
                .hasValueSatisfying(run -> {
                    assertThat(run.name()).isEqualTo("\ud83d\ude80");
                    assertThat(run.parameters()).isEqualTo(Json.parse("{\"\ud83d\ude80\":1}"));
                });
    }

    @Test
    void a_body_that_is_not_there_is_nothing() {
        assertThat(Bodies.parse(new byte[0], RunBody.class)).isEmpty();
    }

    private static ApiProblem refusal(byte[] body) {
        return catchThrowableOfType(
                ApiProblem.class, () -> Bodies.parse(body, DeploymentBody.class));
    }
}

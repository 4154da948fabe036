package dev.orrery.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.schemas.deployment.CatchUp.CatchUpPolicy;
import dev.orrery.schemas.deployment.Concurrency.Collision;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import dev.orrery.schemas.deployment.RetryPolicy.RetryOn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients write of policies, and what views show of them, is one form. */
class PolicyJsonTest {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'attempts':3} | {'attempts':3,'delaySeconds':0,'jitter':0,"
                        + "'on':['failed','timed-out','crashed']}",
                "{'attempts':3,'delaySeconds':0,'jitter':null,'on':null} | "
                        + "{'attempts':3,'delaySeconds':0,'jitter':0,"
                        + "'on':['failed','timed-out','crashed']}",
                "{'attempts':3,'delaySeconds':[30],'jitter':0.10,'on':['crashed','failed','failed']}"
                    + " | {'attempts':3,'delaySeconds':30,'jitter':0.1,'on':['failed','crashed']}",
                "{'attempts':3,'delaySeconds':[1,10],'jitter':1,'on':[]} | "
                        + "{'attempts':3,'delaySeconds':[1,10],'jitter':1,'on':[]}",
                "{'attempts':3,'delaySeconds':{'initial':5},'on':['failed']} | "
                        + "{'attempts':3,'delaySeconds':{'initial':5,'factor':2,'max':86400},"
                        + "'jitter':0,'on':['failed']}",
                "{'attempts':3,'delaySeconds':{'initial':5,'factor':10.0,'max':60},'on':['failed']}"
                        + " | {'attempts':3,'delaySeconds':{'initial':5,'factor':10,'max':60},"
                        + "'jitter':0,'on':['failed']}",
            })
    void a_retry_policy_is_shown_as_it_is_put(String put, String shown)
            throws JsonProcessingException {
        var policy = read(put, RetryPolicy.class);

        assertThat(MAPPER.writeValueAsString(policy)).isEqualTo(shown.replace('\'', '"'));
        assertThat(read(shown, RetryPolicy.class)).isEqualTo(policy);
    }

    @Test
    void a_retry_policy_is_what_it_says() throws JsonProcessingException {
        assertThat(
                        read(
                                "{'attempts':2,'delaySeconds':{'initial':1,'factor':1.5,'max':9},"
                                        + "'jitter':0.25,'on':['timed-out']}",
                                RetryPolicy.class))
                .isEqualTo(
                        new RetryPolicy(
                                2,
                                new ExponentialDelay(1, 150, 9),
                                25,
                                List.of(RetryOn.TIMED_OUT)));
        assertThat(read("{'attempts':2,'delaySeconds':[0]}", RetryPolicy.class).delay())
                .isEqualTo(new ListedDelays(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'attempts':2,'delaySeconds':'30'}",
                "{'attempts':2,'delaySeconds':1.5}",
                "{'attempts':2,'delaySeconds':[1,null]}",
                "{'attempts':2,'delaySeconds':{'initial':1,'base':2}}",
                "{'attempts':2,'delaySeconds':{'factor':2}}",
                "{'attempts':2,'delaySeconds':{'initial':1,'factor':1.234}}",
                "{'attempts':2,'delaySeconds':{'initial':1,'factor':1e999999999}}",
                "{'attempts':2,'jitter':0.001}",
                "{'attempts':2,'jitter':1e-999999999}",
                "{'attempts':2,'on':['broken']}",
                "{'attempts':2,'retries':1}"
            })
    void what_is_no_retry_policy_is_refused(String put) {
        assertThatThrownBy(() -> read(put, RetryPolicy.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void a_concurrency_is_shown_as_it_is_put() throws JsonProcessingException {
        assertThat(read("{'limit':2}", Concurrency.class))
                .isEqualTo(new Concurrency(2, Collision.QUEUE));
        var cancelling = new Concurrency(1, Collision.CANCEL_RUNNING);
        assertThat(MAPPER.writeValueAsString(cancelling))
                .isEqualTo("{\"limit\":1,\"collision\":\"cancel-running\"}");
        assertThat(read("{'limit':1,'collision':'cancel-running'}", Concurrency.class))
                .isEqualTo(cancelling);
        assertThatThrownBy(() -> read("{'collision':'skip'}", Concurrency.class))
                .hasMessageContaining("needs its 'limit'");
    }

    @Test
    void what_is_made_up_for_is_shown_as_it_is_put() throws JsonProcessingException {
        assertThat(read("{}", CatchUp.class)).isEqualTo(CatchUp.DEFAULT);
        assertThat(MAPPER.writeValueAsString(CatchUp.DEFAULT))
                .isEqualTo("{\"policy\":\"latest\",\"windowSeconds\":null}");
        assertThat(read("{'policy':'all','windowSeconds':60}", CatchUp.class))
                .isEqualTo(new CatchUp(CatchUpPolicy.ALL, 60L));
    }

    private static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text.replace('\'', '"'), type);
    }
}

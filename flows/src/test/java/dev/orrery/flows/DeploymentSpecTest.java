package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.flows.json.Json;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeploymentSpecTest {

    static class Hello {
        @Flow(version = "7")
        static void hello() {}
    }

    private static final Json ENTRYPOINT = Json.object("kind", "java");

    @Test
    void what_is_default_is_left_out() {
        var spec =
                DeploymentSpec.of("daily", Hello.class)
                        .withWorkPool("default")
                        .withInfrastructure("process", Map.of())
                        .withTags()
                        .withParameters(Map.of());
        assertThat(document(spec))
                .isEqualTo(
                        "{\"entrypoint\":{\"kind\":\"java\"},\"parameterSchema\":"
                            + "{\"additionalProperties\":false,\"properties\":{},\"type\":\"object\"},"
                            + "\"version\":\"7\"}");
    }

    @Test
    void a_document_has_all_that_is_said() {
        var spec =
                DeploymentSpec.of("daily", Hello.class, "hello")
                        .withDescription("d")
                        .withVersion("1")
                        .withTags("b", "a")
                        .withLabels(Map.of("k", "v"))
                        .withParameters(Map.of("since", Instant.EPOCH))
                        .withParameter("day", DayOfWeek.MONDAY)
                        .withEnvironment(Map.of("A", "secret:a"))
                        .withEnvironment(Map.of("B", "b"))
                        .withWorkPool("big")
                        .withInfrastructure("docker", Map.of("image", "x"))
                        .withTimeout(Duration.ofMinutes(1))
                        .withSchedule(Schedule.every(Duration.ofDays(1), Instant.EPOCH))
                        .withSchedule(
                                Schedule.cron("0 8 * * *", ZoneId.of("Europe/Vienna")).inactive())
                        .withSchedule(
                                Schedule.rrule("FREQ=WEEKLY")
                                        .named("weekly")
                                        .withParameters(Map.of("x", 1)));
        assertThat(document(spec))
                .isEqualTo(
                        """
                        {"description":"d","entrypoint":{"kind":"java"},
                        "environment":{"A":"secret:a","B":"b"},
                        "infrastructure":{"settings":{"image":"x"},"type":"docker"},
                        "labels":{"k":"v"},
                        "parameterSchema":{"additionalProperties":false,"properties":{},"type":"object"},
                        "parameters":{"day":"MONDAY","since":"1970-01-01T00:00:00+00:00"},
                        "pool":"big",
                        "schedules":[
                        {"interval":{"anchor":"1970-01-01T00:00:00Z","seconds":86400},"name":"schedule"},
                        {"active":false,"cron":{"expression":"0 8 * * *","timezone":"Europe/Vienna"},"name":"schedule-2"},
                        {"name":"weekly","parameters":{"x":1},"rrule":{"rule":"FREQ=WEEKLY"}}],
                        "tags":["b","a"],"timeoutSeconds":60,"version":"1"}
                        """
                                .replace("\n", ""));
    }

    @Test
    void an_interval_may_be_by_the_clock_of_a_time_zone() {
        var zone = ZoneId.of("Europe/Vienna");
        assertThat(Schedule.every(Duration.ofDays(1), zone).document(Set.of(), 0))
                .hasToString(
                        "{\"interval\":{\"seconds\":86400,\"timezone\":\"Europe/Vienna\"},"
                                + "\"name\":\"schedule\"}");
        assertThat(Schedule.every(Duration.ofDays(1), zone, Instant.EPOCH).document(Set.of(), 0))
                .hasToString(
                        "{\"interval\":{\"anchor\":\"1970-01-01T00:00:00Z\",\"seconds\":86400,"
                                + "\"timezone\":\"Europe/Vienna\"},\"name\":\"schedule\"}");
    }

    @Test
    void a_document_says_how_often_and_how_many() {
        var late =
                Schedule.every(Duration.ofHours(1))
                        .from(Instant.EPOCH)
                        .until(Instant.EPOCH.plusSeconds(60))
                        .withJitter(Duration.ofSeconds(30))
                        .catchingUp(CatchUp.ALL, Duration.ofDays(1));
        var spec =
                DeploymentSpec.of("daily", Hello.class, "hello")
                        .withOwner("ada")
                        .withConcurrency(2, Collision.CANCEL_RUNNING)
                        .withRetry(
                                Retry.times(2)
                                        .withGrowingDelay(
                                                Duration.ofSeconds(5), 1.5, Duration.ofMinutes(1))
                                        .withJitter(0.1)
                                        .after(Retry.After.FAILED, Retry.After.TIMED_OUT))
                        .withQueueTimeout(Duration.ofMinutes(10))
                        .withoutEnforcedParameters()
                        .withSchedule(late);
        assertThat(document(spec))
                .contains(
                        "\"owner\":\"ada\"",
                        "\"concurrency\":{\"collision\":\"cancel-running\",\"limit\":2}",
                        "\"retry\":{\"attempts\":3,\"delaySeconds\":{\"factor\":1.5,\"initial\":5,"
                                + "\"max\":60},\"jitter\":0.1,\"on\":[\"failed\",\"timed-out\"]}",
                        "\"queueTimeoutSeconds\":600",
                        "\"enforceParameters\":false",
                        "\"catchUp\":{\"policy\":\"all\",\"windowSeconds\":86400}",
                        "\"start\":\"1970-01-01T00:00:00Z\"",
                        "\"end\":\"1970-01-01T00:01:00Z\"",
                        "\"jitterSeconds\":30");
        wrong(() -> Retry.times(0), "A run is tried again 1 time or more, and not 0.");
    }

    @Test
    void a_spec_is_a_value_and_changing_it_gives_another() {
        var spec = DeploymentSpec.of("daily", Hello.class);
        assertThat(document(spec.withTags("a"))).isNotEqualTo(document(spec));
        assertThat(spec.notPushed().packaging().push()).isFalse();
        assertThat(spec.packaging().push()).isTrue();
    }

    @Test
    void a_storage_is_written_as_the_contract_has_it() {
        var store = new Storage.S3("b", "p/q", URI.create("http://localhost:9000"), "r");
        assertThat(store.document())
                .hasToString(
                        "{\"bucket\":\"b\",\"endpoint\":\"http://localhost:9000\",\"kind\":\"s3\","
                                + "\"prefix\":\"p/q\",\"region\":\"r\"}");
        assertThat(Storage.s3("s3://b/p/q/")).isEqualTo(new Storage.S3("b", "p/q", null, null));
    }

    @Test
    void what_is_wrong_is_named() {
        var spec = DeploymentSpec.of("daily", Hello.class);
        wrong(() -> DeploymentSpec.of(" ", Hello.class), "A deployment needs a name.");
        wrong(
                () -> spec.withParameter("x", new Object()),
                "'parameters.x' is of the type Object, which can't be written as JSON.");
        wrong(
                () -> spec.withEnvironment(Map.of("A-B", "")),
                "'env.A-B' can't be the name of a variable.");
        wrong(
                () -> Schedule.every(Duration.ofMillis(1500)),
                "An interval has whole seconds, 1 or more, and not PT1.5S.");
        wrong(() -> Storage.s3("s3://"), "A path in S3 begins with the name of a bucket.");
    }

    private static void wrong(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(SpecException.class).hasMessage(why);
    }

    private static String document(DeploymentSpec spec) {
        return spec.document(FlowMethod.of(Hello.class, null), ENTRYPOINT).toString();
    }
}

package dev.orrery.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
    private static final String URL = "schema.registry.url";

    @Test
    void an_address_is_all_that_is_needed() {
        RegistrySettings settings =
                RegistrySettings.from(Map.of(URL, "https://registry:8081/api/"));

        assertThat(settings.endpoints())
                .extracting(Endpoint::url)
                .containsExactly(URI.create("https://registry:8081/api"));
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.retries().max()).isEqualTo(3);
    }

    @Test
    void passwords_are_not_printed() {
        RegistrySettings settings =
                RegistrySettings.from(
                        Map.of(
                                URL,
                                "https://ann:s3cret@registry",
                                "schema.registry.ssl.truststore.location",
                                "/trust.p12",
                                "schema.registry.ssl.truststore.password",
                                "s3cret",
                                "schema.registry.ssl.key.password",
                                "s3cret"));

        assertThat(settings.addresses()).isEqualTo("https://registry");
        assertThat(settings.toString())
                .contains("https://registry (with credentials)", "/trust.p12")
                .doesNotContain("s3cret", "Basic");
    }

    @Test
    void a_setting_that_makes_no_sense_is_named_and_its_secrets_are_not_repeated() {
        refuses("The setting schema.registry.url is missing", URL, " ");
        refuses("The setting schema.registry.url holds", URL, "http://ann:s3cret@");
        refuses("The setting schema.registry.url holds", URL, "http://a b:s3cret@host");
        refuses("The setting schema.registry.url holds", URL, "kafka://registry");
        refuses("user:password", URL, "http://ann@host");
        refuses("The setting max.retries is \"many\"", "max.retries", "many");
        refuses("The setting http.read.timeout.ms is \"0\"", "http.read.timeout.ms", "0");
        refuses("has to be URL or USER_INFO", "basic.auth.credentials.source", "SASL_INHERIT");
        refuses("asks for basic.auth.user.info", "basic.auth.credentials.source", "USER_INFO");
        refuses("asks for bearer.auth.token", "bearer.auth.credentials.source", "STATIC_TOKEN");
        refuses("has to be STATIC_TOKEN", "bearer.auth.credentials.source", "OAUTHBEARER");
        refuses("is not supported", "schema.registry.ssl.endpoint.identification.algorithm", "");
    }

    @Test
    void a_name_that_is_misspelt_is_told_from_one_that_is_none_of_its_business() {
        assertThat(RegistrySettings.isName("schema.registry.max.retries")).isTrue();
        assertThat(RegistrySettings.isName("basic.auth.user.info")).isTrue();
        assertThat(RegistrySettings.isName("schema.registry.basic.auth.user.info")).isTrue();
        assertThat(RegistrySettings.isName("schema.registry.max.retry")).isFalse();
        assertThat(RegistrySettings.isName("basic.auth.user")).isFalse();
    }

    @Test
    void the_first_retry_follows_at_once_and_the_waits_double_up_to_a_longest() {
        Retries retries = new Retries(9, Duration.ofMillis(100), Duration.ofMillis(1_000));

        assertThat(retries.before(0, 1)).isZero();
        assertThat(retries.before(1, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(retries.before(2, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(retries.before(2, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(retries.before(8, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(retries.before(1_000_000, 1)).isEqualTo(Duration.ofSeconds(1));
    }

    private static void refuses(String sentence, String name, String value) {
        Map<String, String> settings = new HashMap<>(Map.of(URL, "http://registry"));
        settings.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistrySettings.from(settings))
                .withMessageContaining(sentence)
                .withMessageEndingWith(".")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
    }
}

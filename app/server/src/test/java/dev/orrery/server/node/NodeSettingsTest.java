package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runner.lease.RunnerSettings;
import dev.orrery.runner.work.WorkSettings;
import dev.orrery.schemas.http.Role;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a setting is told in one sentence, before anything starts. */
class NodeSettingsTest {

    private static final Map<String, String> OWN_KAFKA =
            Map.of("kafka.bootstrap.servers", "k:1", "schema.registry.url", "http://r");

    @Test
    void what_the_settings_take_the_runner_takes_too() {
        var settings =
                NodeSettings.of(
                        Map.of(
                                "runner.capacity", "1000",
                                "runner.drain.seconds", "86400",
                                "runner.grace.seconds", "600",
                                "pools", "default, gpu.large-1"));

        assertThat(
                        RunnerSettings.of(
                                        settings.pools(),
                                        settings.runnerCapacity(),
                                        settings.data())
                                .withDrain(settings.drain())
                                .withGrace(settings.grace())
                                .pools())
                .containsExactly("default", "gpu.large-1");
        assertThat(WorkSettings.in(settings.data()).withGrace(settings.grace()).grace())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void what_the_runner_does_not_take_is_refused() {
        refused("runner.grace.seconds", "601").hasMessageContaining("from 1 to 600, not '601'");
        refused("runner.capacity", "1001").hasMessageContaining("1 to 1000");
        refused("pools", "default,a b").hasMessageContaining("'a b'");
        refused("pools", "default,").hasMessageContaining("''");
        refused("pools", "gpu,gpu").hasMessageContaining("'gpu' twice");
        refused("pools", "gpu.1,gpu_1").hasMessageContaining("'gpu_1' twice");
        refused("data.dir", "a\0b").hasMessageContaining("data.dir takes a folder");
    }

    @Test
    void beyond_the_loopback_http_listens_by_word_alone() {
        refused("http.host", "10.0.0.1").hasMessageContaining("http.insecure");
        refused("http.insecure", "yes").hasMessageContaining("true or false, not 'yes'");
        for (var wrong : new String[] {"here", "here:", ":1", "here:0", "::1:4200", "here:70000"}) {
            refused("http.advertised", wrong).hasMessageContaining("'" + wrong + "'");
        }
        var settings = new HashMap<>(OWN_KAFKA);
        settings.putAll(Map.of("http.host", "0.0.0.0", "http.insecure", "true"));
        var everywhere = NodeSettings.of(settings);
        assertThatThrownBy(everywhere::requireAddressForOthers)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("set http.advertised");
        settings.put("http.advertised", "[fd00::7]:4200");
        var reached = NodeSettings.of(settings);
        reached.requireAddressForOthers();
        assertThat(reached.address(1)).hasToString("[fd00::7]:4200");
        assertThat(NodeSettings.of(OWN_KAFKA).address(7)).hasToString("127.0.0.1:7");

        settings.put("roles", "processor,projector");
        assertThatThrownBy(NodeSettings.of(settings)::requireAddressForOthers)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("add api");
    }

    @Test
    void copies_are_kept_where_there_can_be_other_nodes() {
        assertThat(NodeSettings.of(Map.of()).standbyReplicas()).isZero();
        assertThat(NodeSettings.of(OWN_KAFKA).standbyReplicas()).isOne();
        refused("standby.replicas", "4").hasMessageContaining("from 0 to 3");
    }

    @Test
    void a_folder_of_secrets_is_one_that_is_there(@TempDir Path folder) throws IOException {
        var secrets = Files.createDirectory(folder.resolve("secrets"));
        var file = Files.createFile(folder.resolve("file"));

        assertThat(NodeSettings.of(Map.of()).secrets()).isEmpty();
        assertThat(NodeSettings.of(Map.of("runner.secrets.dir", secrets.toString())).secrets())
                .hasValue(secrets);
        refused("runner.secrets.dir", file.toString()).hasMessageContaining("no folder");
        refused("runner.secrets.dir", folder.resolve("none").toString())
                .hasMessageContaining("runner.secrets.dir");
    }

    @Test
    void whoever_does_not_sign_is_an_operator_of_ones_own_broker_and_nobody_elsewhere() {
        assertThat(NodeSettings.of(Map.of()).unsignedRole()).hasValue(Role.OPERATOR);
        assertThat(NodeSettings.of(OWN_KAFKA).unsignedRole()).isEmpty();
        assertThat(NodeSettings.of(Map.of("kafka.commands.role", "none")).unsignedRole()).isEmpty();
        var editor = new HashMap<>(OWN_KAFKA);
        editor.put("kafka.commands.role", "editor");
        assertThat(NodeSettings.of(editor).unsignedRole()).hasValue(Role.EDITOR);
        assertThat(NodeSettings.of(editor).kafka()).containsOnlyKeys("bootstrap.servers");
        refused("kafka.commands.role", "king").hasMessageContaining("viewer, runner");
    }

    @Test
    void a_name_that_is_none_is_refused_whosever_it_would_be() {
        refused("prot", "1").hasMessageContaining("'prot'");
        refused("schema.registry.urls", "http://r").hasMessageContaining("'schema.registry.urls'");
        refused("basic.auth.userinfo", "a:b").hasMessageContaining("'basic.auth.userinfo'");
        refused("bearer.auth.tokens", "t").hasMessageContaining("'bearer.auth.tokens'");
        assertThat(NodeSettings.of(Map.of("kafka.of.some.plugin", "1")).kafka()).hasSize(1);
    }

    @Test
    void values_for_the_registry_and_for_kafka_are_looked_at_before_anything_starts() {
        refused("schema.registry.max.retries", "many").hasMessageContaining("max.retries");
        refused("basic.auth.credentials.source", "SASL_INHERIT").hasMessageContaining("URL or");
        refused("schema.registry.ssl.endpoint.identification.algorithm", "")
                .hasMessageContaining("is not supported");
        refused("kafka.linger.ms", "soon")
                .hasMessageContaining("kafka.linger.ms")
                .hasMessageContaining("soon");
        refused("kafka.security.protocol", "TLS").hasMessageContaining("TLS");
    }

    @Test
    void a_password_in_the_address_is_used_and_not_repeated() {
        var settings = new HashMap<>(OWN_KAFKA);
        settings.put("schema.registry.url", "http://ann:s3cret@one:8081,http://two");

        var client = NodeSettings.of(settings).registryClient();

        assertThat(client.addresses()).isEqualTo("http://one:8081,http://two");
        assertThat(client.toString()).contains("with credentials").doesNotContain("s3cret");
        refused("schema.registry.url", "http://ann:s3cret@")
                .hasMessageContaining("schema.registry.url")
                .hasMessageNotContaining("s3cret");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            String name, String value) {
        var settings = new HashMap<>(OWN_KAFKA);
        settings.put(name, value);
        return assertThatThrownBy(() -> NodeSettings.of(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageNotContaining("\n")
                .hasMessageEndingWith(".");
    }
}

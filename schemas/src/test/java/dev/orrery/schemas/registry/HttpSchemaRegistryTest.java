package dev.orrery.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {
    private static final Schema SCHEMA =
            SchemaBuilder.record("Sample").namespace("test").fields().requiredInt("n").endRecord();

    private final ScriptedRegistry server;
    private final List<HttpSchemaRegistry> clients = new ArrayList<>();

    HttpSchemaRegistryTest() throws IOException {
        server = new ScriptedRegistry();
    }

    @AfterEach
    void close() {
        clients.forEach(HttpSchemaRegistry::close);
        server.close();
    }

    @Test
    void registers_a_schema_and_remembers_its_id() {
        server.answers(200, "{\"id\": 7}");
        HttpSchemaRegistry registry = client(Map.of());

        assertThat(registry.register("a topic-test.Sample", SCHEMA)).isEqualTo(7);
        assertThat(registry.register("a topic-test.Sample", SCHEMA)).isEqualTo(7);
        assertThat(registry.schema(7)).isEqualTo(SCHEMA);

        assertThat(server.lines()).containsExactly("POST /subjects/a%20topic-test.Sample/versions");
        assertThat(server.asked.getFirst().body()).contains("\\\"name\\\":\\\"Sample\\\"");
        assertThat(server.asked.getFirst().header("Content-type"))
                .isEqualTo("application/vnd.schemaregistry.v1+json");
    }

    @Test
    void gives_the_ids_of_many_schemas_in_their_order() {
        server.answers(200, "{\"id\": 7}").answers(200, "{\"id\": 7}").answers(200, "{\"id\": 7}");

        List<Registration> wanted =
                List.of(
                        Registration.topicRecordName("a", SCHEMA),
                        Registration.topicRecordName("b", SCHEMA),
                        Registration.topicRecordName("c", SCHEMA));

        assertThat(client(Map.of()).registerAll(wanted)).containsExactly(7, 7, 7);
        assertThat(server.lines())
                .containsExactlyInAnyOrder(
                        "POST /subjects/a-test.Sample/versions",
                        "POST /subjects/b-test.Sample/versions",
                        "POST /subjects/c-test.Sample/versions");
    }

    @Test
    void finds_no_id_where_the_subject_or_the_schema_is_unknown() {
        server.answers(404, "{\"error_code\": 40401, \"message\": \"Subject not found.\"}")
                .answers(404, "{\"error_code\": 40403, \"message\": \"Schema not found.\"}")
                .answers(200, "{\"subject\": \"s\", \"version\": 1, \"id\": 3}");
        HttpSchemaRegistry registry = client(Map.of());

        assertThat(registry.lookUp("s", SCHEMA)).isEmpty();
        assertThat(registry.lookUp("s", SCHEMA)).isEmpty();
        assertThat(registry.lookUp("s", SCHEMA)).contains(3);
        assertThat(server.lines().getFirst()).isEqualTo("POST /subjects/s");
    }

    @Test
    void reads_a_schema_once() {
        server.answers(200, "{\"schema\": \"\\\"string\\\"\"}");
        HttpSchemaRegistry registry = client(Map.of());

        assertThat(registry.schema(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(registry.schema(5)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(server.lines()).containsExactly("GET /schemas/ids/5");
    }

    @Test
    void does_not_ask_again_for_an_id_that_was_unknown_a_moment_ago() {
        server.answers(404, "{\"error_code\": 40403, \"message\": \"Schema 9 not found.\"}");
        HttpSchemaRegistry registry = client(Map.of("missing.id.cache.ttl.sec", "600"));

        for (int i = 0; i < 3; i++) {
            RegistryException refused = refusal(() -> registry.schema(9));
            assertThat(refused.kind()).isEqualTo(RegistryException.Kind.REFUSED);
            assertThat(refused.errorCode()).isEqualTo(40403);
        }
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void refuses_a_schema_that_is_not_plain_avro() {
        server.answers(200, "{\"schema\": \"syntax\", \"schemaType\": \"PROTOBUF\"}")
                .answers(200, "{\"schema\": \"\\\"nothing\\\"\"}")
                .answers(200, "<html>")
                .answers(200, "{}");
        HttpSchemaRegistry registry = client(Map.of());

        for (int i = 0; i < 4; i++) {
            assertThat(refusal(() -> registry.schema(1)).kind())
                    .isEqualTo(RegistryException.Kind.UNREADABLE);
        }
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void tells_why_a_schema_was_refused_and_does_not_ask_again() {
        server.answers(409, "{\"error_code\": 409, \"message\": \"It is incompatible.\"}")
                .answers(422, "{\"error_code\": 42201, \"message\": \"It is no schema.\"}");
        HttpSchemaRegistry registry = client(Map.of());

        RegistryException conflict = refusal(() -> registry.register("s", SCHEMA));
        RegistryException invalid = refusal(() -> registry.register("s", SCHEMA));

        assertThat(conflict).hasMessageContaining("It is incompatible.");
        assertThat(conflict.kind()).isEqualTo(RegistryException.Kind.REFUSED);
        assertThat(conflict.httpStatus()).isEqualTo(409);
        assertThat(invalid.httpStatus()).isEqualTo(422);
        assertThat(invalid.errorCode()).isEqualTo(42201);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void tries_again_while_the_registry_is_busy_or_broken() {
        server.answers(429, "")
                .answers(503, "<html>")
                .answers(500, "{\"error_code\": 50003, \"message\": \"No leader.\"}")
                .answers(200, "{\"id\": 1}");

        assertThat(client(Map.of()).register("s", SCHEMA)).isEqualTo(1);
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void gives_up_after_the_retries_and_says_what_it_heard_last() {
        server.answers(500, "{}")
                .answers(500, "{\"error_code\": 50003, \"message\": \"No leader.\"}");

        RegistryException gone =
                refusal(() -> client(Map.of("max.retries", "1")).register("s", SCHEMA));

        assertThat(gone.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE);
        assertThat(gone.httpStatus()).isEqualTo(500);
        assertThat(gone.errorCode()).isEqualTo(50003);
        assertThat(gone).hasMessageContaining("No leader.");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void does_not_wait_longer_than_it_may() {
        server.hangs();

        RegistryException slow =
                refusal(() ->
                        client(Map.of("http.read.timeout.ms", "50", "max.retries", "0"))
                                .register("s", SCHEMA));

        assertThat(slow.kind()).isEqualTo(RegistryException.Kind.UNREACHABLE);
        assertThat(slow.httpStatus()).isZero();
        assertThat(slow).hasMessageContaining(server.url());
    }

    @Test
    void goes_to_the_next_address_and_stays_there() throws IOException {
        String dead;
        try (ScriptedRegistry stopped = new ScriptedRegistry()) {
            dead = stopped.url();
        }
        try (ScriptedRegistry broken = new ScriptedRegistry().answers(500, "")) {
            server.answers(200, "{\"id\": 1}").answers(200, "{\"id\": 2}");
            HttpSchemaRegistry registry =
                    client(
                            Map.of(
                                    "schema.registry.url",
                                    dead + ", " + broken.url() + "/ , " + server.url()));

            assertThat(registry.register("a", SCHEMA)).isEqualTo(1);
            assertThat(registry.register("b", SCHEMA)).isEqualTo(2);

            assertThat(broken.asked).hasSize(1);
            assertThat(server.asked).hasSize(2);
        }
    }

    @Test
    void proves_who_it_is_in_the_way_that_the_settings_name() {
        String withUser = server.url().replace("http://", "http://ann:a%40b@");
        List<Map<String, String>> ways =
                List.of(
                        Map.of("schema.registry.url", withUser),
                        Map.of("basic.auth.user.info", "ann:a@b"),
                        Map.of(
                                "schema.registry.url", withUser,
                                "basic.auth.credentials.source", "USER_INFO",
                                "schema.registry.basic.auth.user.info", "bob:c"),
                        Map.of(
                                "bearer.auth.credentials.source", "STATIC_TOKEN",
                                "bearer.auth.token", "t0ken"),
                        Map.of());
        for (Map<String, String> way : ways) {
            server.answers(200, "{\"id\": 1}");
            client(way).register("s", SCHEMA);
        }

        assertThat(server.asked.stream().map(asked -> asked.header("Authorization")))
                .containsExactly(
                        basic("ann:a@b"), basic("ann:a@b"), basic("bob:c"), "Bearer t0ken", "none");
    }

    @Test
    void asks_about_all_versions_and_of_an_older_registry_about_the_latest() {
        server.answers(200, "{\"is_compatible\": false}")
                .answers(404, "{\"error_code\": 40401, \"message\": \"Subject not found.\"}")
                .answers(404, "{\"error_code\": 404, \"message\": \"HTTP 404 Not Found\"}")
                .answers(200, "{\"is_compatible\": true}");
        HttpSchemaRegistry registry = client(Map.of());

        assertThat(registry.isCompatible("s", SCHEMA)).isFalse();
        assertThat(registry.isCompatible("s", SCHEMA)).isTrue();
        assertThat(registry.isCompatible("s", SCHEMA)).isTrue();
        assertThat(server.lines())
                .containsExactly(
                        "POST /compatibility/subjects/s/versions",
                        "POST /compatibility/subjects/s/versions",
                        "POST /compatibility/subjects/s/versions",
                        "POST /compatibility/subjects/s/versions/latest");
    }

    @Test
    void sets_a_subjects_rule_only_where_another_one_holds() {
        server.answers(200, "{\"compatibilityLevel\": \"FULL_TRANSITIVE\"}")
                .answers(200, "{\"compatibilityLevel\": \"BACKWARD\"}")
                .answers(200, "{\"compatibility\": \"FULL_TRANSITIVE\"}");
        HttpSchemaRegistry registry = client(Map.of());

        registry.requireCompatibility("s", Compatibility.FULL_TRANSITIVE);
        registry.requireCompatibility("s", Compatibility.FULL_TRANSITIVE);

        assertThat(server.lines())
                .containsExactly(
                        "GET /config/s?defaultToGlobal=true",
                        "GET /config/s?defaultToGlobal=true",
                        "PUT /config/s");
        assertThat(server.asked.getLast().body())
                .isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
    }

    @Test
    void sets_the_rule_of_many_subjects_and_stops_at_the_first_that_is_refused() {
        server.answers(200, "{\"compatibilityLevel\": \"BACKWARD\"}")
                .answers(200, "{\"compatibility\": \"FULL_TRANSITIVE\"}")
                .answers(200, "{\"compatibilityLevel\": \"FULL_TRANSITIVE\"}")
                .answers(200, "{\"compatibilityLevel\": \"BACKWARD\"}")
                .answers(403, "{\"message\": \"Not yours.\"}");
        HttpSchemaRegistry registry = client(Map.of());

        registry.requireCompatibility(List.of("a", "b"), Compatibility.FULL_TRANSITIVE);
        assertThat(server.lines()).hasSize(3).contains("PUT /config/a");

        assertThat(
                        refusal(() ->
                                registry.requireCompatibility(
                                        List.of("c", "d", "e"), Compatibility.FULL_TRANSITIVE)))
                .hasMessageContaining("403: Not yours.");
        assertThat(server.lines()).hasSize(5).endsWith("PUT /config/c");
    }

    private HttpSchemaRegistry client(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        all.put("schema.registry.url", server.url());
        all.put("retries.wait.ms", "1");
        all.putAll(settings);
        HttpSchemaRegistry client = new HttpSchemaRegistry(RegistrySettings.from(all));
        clients.add(client);
        return client;
    }

    private static RegistryException refusal(ThrowingCallable call) {
        return catchThrowableOfType(RegistryException.class, call);
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    }
}

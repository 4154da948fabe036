package dev.orrery.server.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.schemas.registry.Compatibility;
import dev.orrery.schemas.registry.HttpSchemaRegistry;
import dev.orrery.schemas.registry.Registration;
import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.schemas.registry.RegistrySettings;
import dev.orrery.schemas.registry.SchemaRegistry;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Stories through HTTP; each has its own subjects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String V1 = record("{\"name\":\"n\",\"type\":\"int\"}");
    private static final String V2 =
            record(
                    "{\"name\":\"n\",\"type\":\"int\"},{\"name\":\"m\",\"type\":\"int\",\"default\":0}");
    private static final String BREAKING =
            record("{\"name\":\"n\",\"type\":\"int\"},{\"name\":\"k\",\"type\":\"string\"}");

    private final HttpClient http = HttpClient.newHttpClient();
    private DataFolder folder;
    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;

    private record Answer(int status, JsonNode body) {
        int code() {
            return body.path("error_code").asInt();
        }
    }

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = DataFolder.claim(temporary);
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT);
        registry = open();
    }

    @AfterAll
    void stop() {
        registry.close();
        kafka.close();
        folder.close();
        http.close();
    }

    @Test
    void a_schema_is_registered_found_and_read() throws Exception {
        int id = post("/subjects/first/versions", schema(V1)).body().path("id").asInt();

        assertThat(id).isPositive();
        assertThat(post("/subjects/first/versions", schema(V1)).body().path("id").asInt())
                .isEqualTo(id);
        assertThat(get("/subjects").body()).contains(JSON.readTree("\"first\""));
        assertThat(get("/subjects/first/versions").body().toString()).isEqualTo("[1]");
        JsonNode version = get("/subjects/first/versions/latest").body();
        assertThat(version.path("subject").asText()).isEqualTo("first");
        assertThat(version.path("version").asInt()).isEqualTo(1);
        assertThat(version.path("id").asInt()).isEqualTo(id);
        assertThat(JSON.readTree(version.path("schema").asText())).isEqualTo(JSON.readTree(V1));
        assertThat(get("/subjects/first/versions/1/schema").body()).isEqualTo(JSON.readTree(V1));
        assertThat(post("/subjects/first", schema(V1)).body()).isEqualTo(version);
        assertThat(JSON.readTree(get("/schemas/ids/" + id).body().path("schema").asText()))
                .isEqualTo(JSON.readTree(V1));
        assertThat(get("/schemas/ids/" + id + "/schema").body()).isEqualTo(JSON.readTree(V1));
        assertThat(get("/schemas/types").body().toString()).isEqualTo("[\"AVRO\"]");
        assertThat(get("/").status()).isEqualTo(200);
    }

    @Test
    void a_client_that_does_not_go_on_is_hung_up_on() throws Exception {
        try (var slow = connect()) {
            slow.setSoTimeout(20_000);
            slow.getOutputStream()
                    .write(
                            "POST /subjects/slow/versions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(hearsNothingMore(slow)).isTrue();
        }
    }

    @Test
    void a_crowd_of_connections_is_turned_away_at_the_door() throws Exception {
        var crowd = new ArrayList<Socket>();
        try {
            boolean turnedAway = false;
            for (int i = 0; i <= EmbeddedRegistry.CONNECTIONS_MAX && !turnedAway; i++) {
                var one = connect();
                crowd.add(one);
                one.setSoTimeout(i < EmbeddedRegistry.CONNECTIONS_MAX ? 1 : 10_000);
                turnedAway = hearsNothingMore(one);
            }
            assertThat(turnedAway).isTrue();
        } finally {
            for (var one : crowd) {
                one.close();
            }
        }
        await().ignoreExceptions().until(() -> get("/subjects").status() == 200);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), URI.create(registry.url()).getPort());
    }

    private static boolean hearsNothingMore(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void the_same_schema_has_one_id_in_all_its_subjects() throws Exception {
        String text = record("{\"name\":\"shared\",\"type\":\"long\"}");
        int id = post("/subjects/shared-a/versions", schema(text)).body().path("id").asInt();
        assertThat(post("/subjects/shared-b/versions", schema(text)).body().path("id").asInt())
                .isEqualTo(id);

        assertThat(get("/schemas/ids/" + id + "/subjects").body().toString())
                .isEqualTo("[\"shared-a\",\"shared-b\"]");
        assertThat(get("/schemas/ids/" + id + "/versions").body().toString())
                .isEqualTo(
                        "[{\"subject\":\"shared-a\",\"version\":1},"
                                + "{\"subject\":\"shared-b\",\"version\":1}]");
    }

    @Test
    void a_subject_evolves_within_its_rule_and_not_outside_it() throws Exception {
        post("/subjects/rule/versions", schema(V1));

        Answer refused = post("/subjects/rule/versions", schema(BREAKING));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.body().path("message").asText()).contains("FULL_TRANSITIVE", "k");

        String test = "/compatibility/subjects/rule/versions";
        assertThat(post(test, schema(V2)).body().toString()).isEqualTo("{\"is_compatible\":true}");
        Answer verdict = post(test + "/latest?verbose=true", schema(BREAKING));
        assertThat(verdict.body().path("is_compatible").asBoolean()).isFalse();
        assertThat(verdict.body().path("messages")).isNotEmpty();
        assertThat(post(test + "/9", schema(V2)).code()).isEqualTo(40402);

        put("/config/rule", "{\"compatibility\":\"FORWARD\"}");
        assertThat(post("/subjects/rule/versions", schema(BREAKING)).status()).isEqualTo(200);
        assertThat(get("/subjects/rule/versions").body().toString()).isEqualTo("[1,2]");
    }

    @Test
    void rules_and_modes_are_told_and_set() throws Exception {
        assertThat(get("/config").body().toString())
                .isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
        assertThat(get("/config/own").code()).isEqualTo(40408);
        assertThat(get("/config/own?defaultToGlobal=true").status()).isEqualTo(200);
        assertThat(put("/config/own", "{\"compatibility\":\"BACKWARD\"}").body().toString())
                .isEqualTo("{\"compatibility\":\"BACKWARD\"}");
        assertThat(get("/config/own").body().toString())
                .isEqualTo("{\"compatibilityLevel\":\"BACKWARD\"}");
        assertThat(put("/config/own", "{\"compatibility\":\"SOMETIMES\"}").code()).isEqualTo(42203);
        assertThat(delete("/config/own").status()).isEqualTo(200);
        assertThat(delete("/config/own").code()).isEqualTo(40408);

        assertThat(get("/mode").body().toString()).isEqualTo("{\"mode\":\"READWRITE\"}");
        assertThat(get("/mode/own").code()).isEqualTo(40409);
        assertThat(put("/mode", "{\"mode\":\"READWRITE\"}").status()).isEqualTo(200);
        assertThat(put("/mode", "{\"mode\":\"IMPORT\"}").code()).isEqualTo(42205);
        assertThat(put("/mode", "{\"mode\":\"PERHAPS\"}").code()).isEqualTo(42204);
    }

    @Test
    void what_is_not_there_is_told_by_code() throws Exception {
        post("/subjects/there/versions", schema(V1));

        assertThat(get("/subjects/nowhere/versions").code()).isEqualTo(40401);
        assertThat(get("/subjects/there/versions/2").code()).isEqualTo(40402);
        assertThat(get("/subjects/there/versions/zero").code()).isEqualTo(42202);
        assertThat(get("/subjects/there/versions/99999999999").code()).isEqualTo(42202);
        assertThat(get("/schemas/ids/999999").code()).isEqualTo(40403);
        assertThat(post("/subjects/nowhere", schema(V1)).code()).isEqualTo(40401);
        assertThat(post("/subjects/there", schema(V2)).code()).isEqualTo(40403);
        assertThat(get("/somewhere").status()).isEqualTo(404);
        assertThat(put("/subjects/there/versions", "{}").status()).isEqualTo(405);
    }

    @Test
    void what_is_no_schema_is_refused() throws Exception {
        String path = "/subjects/bad/versions";

        assertThat(post(path, schema("{\"type\":\"nothing\"}")).code()).isEqualTo(42201);
        assertThat(post(path, schema("{")).code()).isEqualTo(42201);
        assertThat(post(path, "{}").code()).isEqualTo(42201);
        assertThat(post(path, "{\"schema\":\"\\\"int\\\"\",\"schemaType\":\"JSON\"}").code())
                .isEqualTo(42201);
        assertThat(
                        post(path, "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\"}]}")
                                .code())
                .isEqualTo(42201);
        assertThat(post(path, "not json").status()).isEqualTo(400);
        assertThat(post(path, " ".repeat(1024 * 1024 + 1)).status()).isEqualTo(413);
        assertThat(get("/subjects/bad/versions").code()).isEqualTo(40401);
    }

    /** A page from elsewhere can send a form to 127.0.0.1, but not this content type. */
    @Test
    void what_a_foreign_page_could_send_is_refused() throws Exception {
        HttpRequest form =
                HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/form/versions"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(schema(V1)))
                        .build();
        assertThat(http.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
    }

    @Test
    void a_deleted_version_still_reads_what_it_wrote() throws Exception {
        int id = post("/subjects/gone/versions", schema(V1)).body().path("id").asInt();
        post("/subjects/gone/versions", schema(V2));

        assertThat(delete("/subjects/gone/versions/1?permanent=true").code()).isEqualTo(40402);
        assertThat(delete("/subjects/gone/versions/1").body().asInt()).isEqualTo(1);
        assertThat(get("/subjects/gone/versions").body().toString()).isEqualTo("[2]");
        assertThat(get("/schemas/ids/" + id).status()).isEqualTo(200);
        assertThat(delete("/subjects/gone?permanent=true").code()).isEqualTo(40405);
        assertThat(delete("/subjects/gone").body().toString()).isEqualTo("[2]");
        assertThat(get("/subjects?subjectPrefix=gone").body()).isEmpty();
        assertThat(get("/subjects?subjectPrefix=gone&deleted=true").body()).hasSize(1);
        assertThat(post("/subjects/gone/versions", schema(V1)).body().path("id").asInt())
                .isEqualTo(id);
        assertThat(get("/subjects/gone/versions").body().toString()).isEqualTo("[3]");
        delete("/subjects/gone");
        assertThat(delete("/subjects/gone?permanent=true").body().toString()).isEqualTo("[1,2,3]");
    }

    @Test
    void a_restart_changes_nothing() throws Exception {
        post("/subjects/kept/versions", schema(V1));
        post("/subjects/kept/versions", schema(V2));
        put("/config/kept", "{\"compatibility\":\"NONE\"}");
        String url = registry.url();
        JsonNode before = get("/subjects/kept/versions/latest").body();

        registry.close();
        registry = open();

        assertThat(registry.url()).isEqualTo(url);
        assertThat(get("/subjects/kept/versions/latest").body()).isEqualTo(before);
        assertThat(get("/subjects/kept/versions").body().toString()).isEqualTo("[1,2]");
        assertThat(get("/config/kept").body().path("compatibilityLevel").asText())
                .isEqualTo("NONE");
        int next =
                post(
                                "/subjects/next/versions",
                                schema(record("{\"name\":\"x\",\"type\":\"bytes\"}")))
                        .body()
                        .path("id")
                        .asInt();
        assertThat(next).isGreaterThan(before.path("id").asInt());
    }

    @Test
    void our_client_and_the_process_itself_see_the_same_registry() {
        List<Registration> wanted =
                IntStream.range(0, 60)
                        .mapToObj(i -> SchemaBuilder.record("Many" + i).namespace("test"))
                        .map(builder -> builder.fields().requiredInt("n").endRecord())
                        .map(schema -> Registration.topicRecordName("many", schema))
                        .toList();
        List<Integer> ids = registry.local().registerAll(wanted);
        assertThat(ids).doesNotHaveDuplicates();

        RegistrySettings settings =
                RegistrySettings.from(Map.of("schema.registry.url", registry.url()));
        try (HttpSchemaRegistry remote = new HttpSchemaRegistry(settings)) {
            assertThat(remote.registerAll(wanted)).isEqualTo(ids);
            for (SchemaRegistry each : List.of(remote, registry.local())) {
                behaves(each, wanted.getFirst(), ids.getFirst());
            }
        }
    }

    private static void behaves(SchemaRegistry registry, Registration known, int id) {
        Schema broken =
                SchemaBuilder.record("Many0")
                        .namespace("test")
                        .fields()
                        .requiredLong("k")
                        .endRecord();

        assertThat(registry.register(known.subject(), known.schema())).isEqualTo(id);
        assertThat(registry.lookUp(known.subject(), known.schema())).contains(id);
        assertThat(registry.lookUp(known.subject(), broken)).isEmpty();
        assertThat(registry.lookUp("unheard of", broken)).isEmpty();
        assertThat(registry.schema(id)).isEqualTo(known.schema());
        assertThat(registry.isCompatible(known.subject(), known.schema())).isTrue();
        assertThat(registry.isCompatible(known.subject(), broken)).isFalse();
        assertThat(registry.isCompatible("unheard of", broken)).isTrue();
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> registry.register(known.subject(), broken))
                .returns(409, RegistryException::httpStatus)
                .returns(RegistryException.Kind.REFUSED, RegistryException::kind);
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> registry.schema(999_999))
                .returns(40403, RegistryException::errorCode);
        registry.requireCompatibility(known.subject(), Compatibility.NONE);
        assertThat(registry.isCompatible(known.subject(), broken)).isTrue();
        registry.requireCompatibility(known.subject(), Compatibility.FULL_TRANSITIVE);
    }

    private EmbeddedRegistry open() {
        return EmbeddedRegistry.start(
                folder, EmbeddedRegistry.Settings.at(kafka.bootstrapServers()));
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, "");
    }

    private Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private Answer put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    private Answer send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry.url() + path))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/vnd.schemaregistry.v1+json");
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String schema(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private static String record(String fields) {
        return "{\"type\":\"record\",\"name\":\"Sample\",\"fields\":[" + fields + "]}";
    }
}

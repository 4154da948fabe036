package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be refused is, with a code and the field, and leaves nothing in the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String PATH = "/v1/deployments/bad/input";
    private static final UUID NOBODY = UUID.fromString("00000000-0000-8000-8000-000000000000");

    private Server server;
    private Http http;
    private Map<TopicPartition, Long> before = Map.of();

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data);
        http = server.http();
        http.deploy("good/one", command("true")).is(201);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void remember() {
        before = server.kafka().logEnd();
    }

    @AfterEach
    void nothing_was_appended_and_the_next_command_is_answered() {
        assertThat(server.kafka().logEnd()).isEqualTo(before);
        http.deploy("good/one", command("true")).is(200).has("/effect", "unchanged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "{} {}",
                "[]",
                "null",
                "\"text\"",
                "{\"path\":\"a\",\"path\":\"b\"}"
            })
    void a_body_that_is_no_json_object(String body) {
        http.put(PATH, body).refuses(400, "MALFORMED_BODY");
    }

    @Test
    void no_body_at_all() {
        http.put(PATH, "").refuses(400, "MALFORMED_BODY");
    }

    @Test
    void no_entrypoint() {
        http.put(PATH, "{}").refuses(422, "INVALID_COMMAND", "/entrypoint");
    }

    @Test
    void a_field_that_nobody_knows() {
        refused(command("true").put("entrypiont", "x"), "/entrypiont");
        var nested = command("true");
        ((ObjectNode) nested.get("entrypoint")).put("shell", true);
        refused(nested, "/entrypoint/shell");
        http.request("good/one", Json.object("{\"parametres\": {}}"))
                .refuses(422, "INVALID_COMMAND", "/parametres");
    }

    @Test
    void a_field_of_another_type() {
        refused(command("true").put("tags", "one"), "/tags");
        refused(command("true").put("timeoutSeconds", "10"), "/timeoutSeconds");
        refused(command("true").put("timeoutSeconds", 1.5), "/timeoutSeconds");
        refused(command("true").put("timeoutSeconds", 0), "/timeoutSeconds");
        refused(command("true").put("parameters", "text"), "/parameters");
        refused(Json.object("{\"entrypoint\": {\"kind\": \"perl\"}}"), "/entrypoint/kind");
        refused(
                Json.object("{\"entrypoint\": {\"kind\": \"command\", \"command\": [1]}}"),
                "/entrypoint/command/0");
        refused(command("true").put("path", 5), "/path");
        refused(Json.object("{\"tags\": [true], \"entrypoint\": null}"), "/tags/0");
        refused(command(), "/entrypoint/command");
        refused(command("nul\0"), "/entrypoint/command/0");
    }

    @Test
    void a_schedule_that_can_never_fire() {
        refused(every(0, command("true")), "/schedules/0/interval/seconds");
        var twice = every(60, command("true"));
        twice.withArray("schedules").add(twice.withArray("schedules").get(0).deepCopy());
        refused(twice, "/schedules/1/name");
        var nowhere = every(60, command("true"));
        ((ObjectNode) nowhere.at("/schedules/0/interval")).put("timezone", "Mars/Olympus");
        refused(nowhere, "/schedules/0/interval/timezone");
    }

    @Test
    void a_name_that_is_too_long() {
        http.deploy("bad/" + "n".repeat(256), command("true"))
                .refuses(422, "INVALID_COMMAND", "/name");
        http.deploy("f".repeat(256) + "/bad", command("true"))
                .refuses(422, "INVALID_COMMAND", "/flow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a%2Fb", "a%0Ab", "a%E2%80%AEb", "%20a", "a%20", "%20", "%2E", "%2E%2E"})
    void a_name_that_holds_what_no_name_may(String name) {
        http.deploy("bad/" + name, command("true")).refuses(422, "INVALID_COMMAND", "/name");
        http.deploy(name + "/bad", command("true")).refuses(422, "INVALID_COMMAND", "/flow");
    }

    @Test
    void parameters_that_are_too_large() {
        var large = Json.object().put("text", "x".repeat(512 * 1024));
        refusedAs(
                413,
                "PARAMETERS_TOO_LARGE",
                "/parameters",
                command("true").set("parameters", large));
        http.request("good/one", Json.object().set("parameters", large))
                .refuses(413, "PARAMETERS_TOO_LARGE", "/parameters");
    }

    @Test
    void a_body_that_is_too_large() {
        http.put(PATH, " ".repeat(1024 * 1024 + 1)).refuses(413, "BODY_TOO_LARGE");
        http.post("/v1/deployments/good/one/runs", " ".repeat(3 * 1024 * 1024))
                .refuses(413, "BODY_TOO_LARGE");
    }

    @Test
    void a_pool_that_nobody_serves() {
        refusedAs(422, "POOL_UNKNOWN", "/pool", command("true").put("pool", "moon"));
    }

    @Test
    void ids_that_nobody_has() {
        http.get("/v1/deployments/" + NOBODY).refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.get("/v1/deployments/no/such").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.get("/v1/deployments/" + NOBODY + "/revisions").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.get("/v1/runs/" + NOBODY).refuses(404, "RUN_NOT_FOUND");
        http.get("/v1/runs/" + NOBODY + "/logs").refuses(404, "RUN_NOT_FOUND");
        http.delete("/v1/deployments/no/such").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.post("/v1/deployments/no/such/pause").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.post("/v1/deployments/" + NOBODY + "/resume").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.request("no/such").refuses(404, "DEPLOYMENT_NOT_FOUND");
        assertThat(http.post("/v1/runs/" + NOBODY + "/cancel").status()).isIn(404, 410);
    }

    @Test
    void ids_that_are_no_ids() {
        http.get("/v1/deployments/first").refuses(400, "INVALID_REQUEST", "id");
        http.get("/v1/runs/first").refuses(400, "INVALID_REQUEST", "id");
        http.get("/v1/runs/1-1-1-1-1").refuses(400, "INVALID_REQUEST", "id");
        http.delete("/v1/deployments/first").refuses(400, "INVALID_REQUEST", "deployment");
        http.post("/v1/runs/first/cancel").refuses(400, "INVALID_REQUEST", "run");
        http.get("/v1/events?subject=first").refuses(400, "INVALID_REQUEST", "subject");
        http.get("/v1/events?after=first").refuses(400, "INVALID_REQUEST", "after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "many", "1.5", "99999999999", ""})
    void a_limit_that_is_none(String limit) {
        http.get("/v1/runs?limit=" + limit).refuses(400, "INVALID_REQUEST", "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "%21%21", "AAAA", "Zm9v", "="})
    void a_cursor_that_is_of_no_page(String cursor) {
        http.get("/v1/runs?cursor=" + cursor).refuses(400, "INVALID_REQUEST", "cursor");
    }

    @Test
    void other_query_parameters() {
        http.get("/v1/runs?stat=RUNNING").refuses(400, "INVALID_REQUEST", "stat");
        http.get("/v1/runs?state=SLEEPING").refuses(400, "INVALID_REQUEST", "state");
        http.get("/v1/events?subject=" + NOBODY + "&order=odd")
                .refuses(400, "INVALID_REQUEST", "order");
    }

    @Test
    void headers_that_say_nothing() {
        for (var match : new String[] {"W/\"one\"", "\"1\", \"2\"", "-1", "18446744073709551615"}) {
            http.deploy("bad/input", command("true"), "If-Match", match)
                    .refuses(400, "INVALID_REQUEST", "If-Match");
        }
        http.deploy("bad/input", command("true"), "If-Match", "*").refuses(412, "VERSION_MISMATCH");
        http.deploy("bad/input", command("true"), "If-None-Match", "\"3\"")
                .refuses(400, "INVALID_REQUEST", "If-None-Match");
        http.deploy("bad/input", command("true"), "Idempotency-Key", "k".repeat(256))
                .refuses(400, "INVALID_REQUEST", "Idempotency-Key");
        http.deploy("bad/input", command("true"), "Idempotency-Key", "two words")
                .refuses(400, "INVALID_REQUEST", "Idempotency-Key");
        http.deploy("bad/input", command("true"), "Orrery-Reason", "r".repeat(1025))
                .refuses(400, "INVALID_REQUEST", "Orrery-Reason");
    }

    @Test
    void what_a_page_of_another_site_sends() {
        http.deploy("bad/input", command("true"), "Origin", "http://evil.example")
                .refuses(403, "FOREIGN_PAGE", "Origin");
        http.deploy("bad/input", command("true"), "Sec-Fetch-Site", "cross-site")
                .refuses(403, "FOREIGN_PAGE", "Sec-Fetch-Site");
        http.get("/v1/runs", "Sec-Fetch-Site", "same-site")
                .refuses(403, "FOREIGN_PAGE", "Sec-Fetch-Site");
        http.post("/v1/deployments/good/one/runs", "", "Origin", "null")
                .refuses(403, "FOREIGN_PAGE", "Origin");
    }

    @Test
    void more_json_than_anybody_means() {
        var deep = "[".repeat(1_001) + "]".repeat(1_001);
        http.put(PATH, "{\"parameters\":{\"a\":" + deep + "}}").refuses(400, "MALFORMED_BODY");
        http.put(PATH, "{\"timeoutSeconds\":" + "1".repeat(1_001) + "}")
                .refuses(400, "MALFORMED_BODY");
    }

    @Test
    void a_query_of_a_command() {
        http.post("/v1/deployments/good/one/runs?dryRun=true")
                .refuses(400, "INVALID_REQUEST", "dryRun");
        http.put(PATH + "?force", command("true").toString())
                .refuses(400, "INVALID_REQUEST", "force");
    }

    @Test
    void a_trace_that_is_none_is_no_part_of_the_command() {
        http.deploy("good/one", command("true"), "traceparent", "t".repeat(300)).is(200);
    }

    @Test
    void what_is_refused_before_any_route() {
        for (var name : new String[] {"a%00b", "%FF", "%C0%AF", "%ED%A0%80", "%E2%82"}) {
            http.put("/v1/deployments/bad/" + name, "{}")
                    .refuses(400, "REFUSED")
                    .hasHeader("Connection", "close");
        }
        http.get("/v1/runs", "Orrery-Reason", "r".repeat(20_000)).refuses(431, "REFUSED");
    }

    @Test
    void addresses_and_methods_that_are_not_served() {
        http.get("/v1/nothing").refuses(404, "NOT_FOUND");
        http.get("/").refuses(404, "NOT_FOUND");
        http.delete("/v1/runs").refuses(405, "METHOD_NOT_ALLOWED").hasHeader("Allow", "GET");
        http.delete("/v1/runs/" + NOBODY).refuses(405, "METHOD_NOT_ALLOWED");
    }

    private Answer refused(ObjectNode document, String field) {
        return refusedAs(422, "INVALID_COMMAND", field, document);
    }

    private Answer refusedAs(int status, String code, String field, JsonNode document) {
        return http.deploy("bad/input", document).refuses(status, code, field);
    }
}

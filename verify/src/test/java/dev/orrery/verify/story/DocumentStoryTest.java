package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is put is what is shown, is enforced, and can be gone back to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentStoryTest {

    private static final String WHOLE =
            """
            {
              "description": "All that there is",
              "version": "7",
              "owner": "ada",
              "tags": ["b", "a"],
              "labels": {"team": "x"},
              "entrypoint": {"kind": "command", "command": ["true"]},
              "parameters": {"day": "today", "share": 1.50},
              "parameterSchema": {
                "type": "object",
                "required": ["day"],
                "properties": {"day": {"type": "string"}, "share": {"type": "number"}}
              },
              "environment": {"A": "b"},
              "schedules": [
                {
                  "name": "nightly",
                  "cron": {"expression": "0 2 * * *", "timezone": "Europe/Berlin"},
                  "parameters": {"day": "yesterday"},
                  "start": "2026-01-01T00:00:00Z",
                  "end": "2927-01-01T00:00:00+01:00",
                  "jitterSeconds": 60,
                  "catchUp": {"policy": "all", "windowSeconds": 3600}
                },
                {"name": "off", "interval": {"seconds": 60}, "active": false},
                {"name": "daily", "interval": {"seconds": 86400, "timezone": "Asia/Tokyo"}}
              ],
              "timeoutSeconds": 60,
              "queueTimeoutSeconds": 600,
              "enforceParameters": true,
              "concurrency": {"limit": 2, "collision": "cancel-running"},
              "retry": {
                "attempts": 3,
                "delaySeconds": {"initial": 5, "factor": 1.5, "max": 60},
                "jitter": 0.1,
                "on": ["crashed", "failed"]
              }
            }
            """;

    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data);
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void what_is_shown_can_be_put_and_changes_nothing() {
        var created = http.put("/v1/deployments/document/whole", WHOLE).is(201);

        var shown = document("document/whole", created);
        assertThat(shown.at("/concurrency/collision").asText()).isEqualTo("cancel-running");
        assertThat(shown.at("/retry").toString())
                .isEqualTo(
                        "{\"attempts\":3,\"delaySeconds\":{\"initial\":5,\"factor\":1.5,\"max\":60},"
                            + "\"jitter\":0.1,\"on\":[\"failed\",\"crashed\"]}");
        assertThat(shown.at("/schedules/0/catchUp").toString())
                .isEqualTo("{\"policy\":\"all\",\"windowSeconds\":3600}");
        assertThat(shown.at("/schedules/2/interval").toString())
                .isEqualTo("{\"seconds\":86400,\"anchor\":null,\"timezone\":\"Asia/Tokyo\"}");
        http.deploy("document/whole", shown).is(200).has("/effect", "unchanged");

        var plain = http.deploy("document/plain", command("true")).is(201);
        http.deploy("document/plain", document("document/plain", plain))
                .is(200)
                .has("/effect", "unchanged");
    }

    @Test
    void each_parameter_that_does_not_fit_is_told() {
        var document = Json.object(WHOLE);
        document.remove("schedules");
        http.deploy("document/strict", document).is(201);

        var refused =
                http.request(
                        "document/strict",
                        Json.object("{\"parameters\":{\"day\":1,\"share\":\"x\"}}"));

        refused.refuses(422, "PARAMETERS_INVALID", "/parameters/day");
        assertThat(refused.json().get("errors").toString())
                .isEqualTo(
                        "[{\"pointer\":\"/parameters/day\","
                                + "\"detail\":\"Integer found, string expected.\"},"
                                + "{\"pointer\":\"/parameters/share\","
                                + "\"detail\":\"String found, number expected.\"}]");
        http.deploy("document/strict", document.put("enforceParameters", false)).is(200);
        http.request("document/strict", Json.object("{\"parameters\":{\"day\":1}}")).is(201);
    }

    @Test
    void a_schema_that_is_none_is_refused_with_its_places() {
        var document = command("true");
        document.putObject("parameterSchema").put("required", "day").put("pattern", 1);

        var refused = http.deploy("document/wrong", document);

        refused.refuses(422, "INVALID_COMMAND");
        assertThat(refused.json().get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .contains("/parameterSchema/required", "/parameterSchema/pattern");
    }

    @Test
    void an_earlier_document_can_be_gone_back_to() {
        var first = command("true").put("version", "1");
        http.deploy("document/back", first).is(201);
        http.deploy("document/back", command("false").put("version", "2")).is(200);

        var done = rollBack("document/back", 1).is(200).has("/effect", "changed");

        assertThat(done.json().get("changed").toString()).isEqualTo("[\"version\",\"entrypoint\"]");
        var shown = http.get("/v1/deployments/document/back", "Orrery-Position", done.position());
        shown.has("/revision", "3").has("/document/version", "1");
        var newest = http.all("/v1/deployments/" + shown.id() + "/revisions").getFirst();
        assertThat(newest.get("rolledBackTo").asInt()).isEqualTo(1);
        assertThat(newest.get("revision").asInt()).isEqualTo(3);

        rollBack("document/back", 1).is(200).has("/effect", "unchanged");
        rollBack("document/back", 9).refuses(404, "REVISION_NOT_FOUND");
        rollBack("document/nobody", 1).refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.post("/v1/deployments/document/back/rollback", "{}")
                .refuses(422, "INVALID_COMMAND", "/revision");
    }

    private Answer rollBack(String name, int revision) {
        return http.post(
                "/v1/deployments/" + name + "/rollback", "{\"revision\":" + revision + "}");
    }

    private JsonNode document(String name, Answer written) {
        return http.get("/v1/deployments/" + name, "Orrery-Position", written.position())
                .is(200)
                .json()
                .get("document");
    }
}

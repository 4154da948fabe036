package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A deployment from its creation to its end, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentStoryTest {

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
    void a_deployment_is_created_and_told_where_it_is() {
        var created =
                http.deploy("greet/first", command("true"))
                        .is(201)
                        .has("/effect", "created")
                        .has("/version", "1")
                        .hasHeader("ETag", "\"1\"");

        assertThat(created.position()).matches("\\d+:\\d+").isEqualTo(created.at("/position"));
        assertThat(created.header("Location")).isEqualTo("/v1/deployments/" + created.id());
        http.get(created.header("Location"), "Orrery-Position", created.position())
                .is(200)
                .has("/id", created.id())
                .has("/flow", "greet")
                .has("/name", "first")
                .has("/revision", "1")
                .has("/document/entrypoint/command/0", "true")
                .hasHeader("ETag", "\"1\"");
    }

    @Test
    void the_same_document_again_changes_nothing() {
        var first = http.deploy("greet/same", command("true")).is(201);
        var before = server.kafka().logEnd();

        http.deploy("greet/same", command("true"))
                .is(200)
                .has("/effect", "unchanged")
                .has("/id", first.id())
                .has("/version", "1");

        assertThat(server.kafka().logEnd()).isEqualTo(before);
    }

    @Test
    void an_update_makes_the_next_revision() {
        http.deploy("greet/updated", command("true")).is(201);

        var updated =
                http.deploy("greet/updated", command("false"))
                        .is(200)
                        .has("/effect", "changed")
                        .has("/changed/0", "entrypoint")
                        .hasHeader("ETag", "\"2\"");

        http.get("/v1/deployments/greet/updated", "Orrery-Position", updated.position())
                .has("/revision", "2")
                .has("/document/entrypoint/command/0", "false");
        assertThat(http.all("/v1/deployments/" + updated.id() + "/revisions"))
                .extracting(revision -> revision.path("revision").asInt())
                .containsExactly(2, 1);
    }

    @Test
    void an_update_of_another_version_than_expected_is_refused() {
        http.deploy("greet/matched", command("true")).is(201);
        http.deploy("greet/matched", command("false"), "If-Match", "\"1\"").is(200);
        var before = server.kafka().logEnd();

        http.deploy("greet/matched", command("echo"), "If-Match", "\"1\"")
                .refuses(412, "VERSION_MISMATCH");
        http.deploy("greet/matched", command("echo"), "If-None-Match", "*")
                .refuses(412, "VERSION_MISMATCH");

        assertThat(server.kafka().logEnd()).isEqualTo(before);
        http.deploy("greet/matched", command("echo"), "If-Match", "\"2\"").is(200);
    }

    @Test
    void a_read_sees_what_its_position_has() {
        for (int i = 0; i < 50; i++) {
            var written = http.deploy("greet/read" + i, command("true")).is(201);
            var read =
                    http.get(
                            "/v1/deployments/greet/read" + i,
                            "Orrery-Position",
                            written.position());
            read.is(200);
            assertThat(read.position()).isNotEmpty();
        }
    }

    @Test
    void a_position_that_is_not_reached_is_waited_for_and_refused() {
        http.get("/v1/runs", "Orrery-Position", "0:999999999", "Orrery-Wait", "0")
                .refuses(504, "TIMED_OUT");
        http.get("/v1/runs", "Orrery-Position", "99:1").refuses(400, "INVALID_REQUEST");
        http.get("/v1/runs", "Orrery-Position", "soon")
                .refuses(400, "INVALID_REQUEST", "Orrery-Position");
    }

    @Test
    void a_paused_deployment_waits_for_nothing_until_it_is_resumed() {
        var scheduled = every(3600, command("true"));
        var created = http.deploy("greet/paused", scheduled).is(201);
        var path = "/v1/deployments/greet/paused";
        assertThat(next(http.get(path, "Orrery-Position", created.position()).at(NEXT))).isTrue();

        var paused = http.post(path + "/pause").is(200).has("/effect", "changed");
        var whilePaused = http.get(path, "Orrery-Position", paused.position());
        whilePaused.has("/paused", "true");
        assertThat(next(whilePaused.at(NEXT))).isFalse();
        http.post(path + "/pause").is(200).has("/effect", "unchanged");

        var resumed = http.post("/v1/deployments/" + created.id() + "/resume").is(200);
        var after = http.get(path, "Orrery-Position", resumed.position()).has("/paused", "false");
        assertThat(next(after.at(NEXT))).isTrue();
    }

    private static final String NEXT = "/schedules/0/next";

    private static boolean next(String time) {
        return !time.isEmpty() && !time.equals("null");
    }

    @Test
    void a_deleted_deployment_comes_back_with_the_next_revision() {
        var created = http.deploy("greet/back", command("true")).is(201);
        var path = "/v1/deployments/greet/back";

        var deleted = http.delete(path).is(200);
        http.get(path, "Orrery-Position", deleted.position()).has("/deleted", "true");
        assertThat(http.all("/v1/deployments?flow=greet"))
                .extracting(item -> item.path("name").asText())
                .doesNotContain("back");
        http.request("greet/back").refuses(404, "DEPLOYMENT_NOT_FOUND");
        http.delete(path).refuses(404, "DEPLOYMENT_NOT_FOUND");

        var back = http.deploy("greet/back", command("true")).is(201).has("/id", created.id());
        http.get(path, "Orrery-Position", back.position())
                .has("/deleted", "false")
                .has("/revision", "2")
                .has("/version", "3");
    }

    @Test
    void an_idempotency_key_gets_its_first_answer_again() {
        var key = new String[] {"Idempotency-Key", "deploy-1"};
        var first = http.deploy("greet/once", command("true"), key).is(201);
        http.deploy("greet/once", command("false")).is(200);
        var before = server.kafka().logEnd();

        var again = http.deploy("greet/once", command("true"), key).is(201);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Orrery-Command-Id")).isEqualTo("deploy-1");
        http.deploy("greet/once", command("echo"), key).refuses(409, "COMMAND_ID_REUSED");
        assertThat(server.kafka().logEnd()).isEqualTo(before);
    }

    @Test
    void one_key_asks_for_one_run() {
        http.deploy("greet/one-run", command("true")).is(201);
        var body = Json.object();

        var first = http.request("greet/one-run", body, "Idempotency-Key", "run-1").is(201);
        var again = http.request("greet/one-run", body, "Idempotency-Key", "run-1").is(201);

        assertThat(again.id()).isEqualTo(first.id());
        http.awaitRun(first.id(), "COMPLETED");
        assertThat(http.all("/v1/runs?deployment=greet/one-run")).hasSize(1);
    }
}

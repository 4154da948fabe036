package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A process executes its run by itself and reports it over HTTP, each word perhaps twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrackedRunStoryTest {

    private static final String FENCE = "7f3c8a52-0000-4000-8000-0123456789ab";
    private static final String BEGAN = "2026-03-01T12:00:00Z";
    private static final String ENDED_UTC = "2026-03-01T12:00:30Z";
    private static final String ENDED = "2026-03-01T14:00:30+02:00";

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
    void a_run_of_no_deployment_appears_once_with_its_times_output_and_result() {
        var run = "/v1/runs/" + run(DeploymentId.of("any", UUID.randomUUID().toString()));
        var begin = begin("by-hand", null);
        http.put(run, begin).is(201).has("/effect", "created").hasHeader("Location", run);
        http.put(run, begin).is(200).has("/effect", "unchanged");
        var lines =
                """
                {"fence":"%s","lines":[
                  {"number":1,"time":"2026-03-01T12:00:01Z","stream":"out","text":"one"},
                  {"number":2,"time":"2026-03-01T12:00:02Z","stream":"err","text":"two"}]}\
                """
                        .formatted(FENCE);
        http.post(run + "/output", lines).is(202);
        http.post(run + "/output", lines).is(202).has("/lines", "2");
        var end = finish("{\"kind\":\"completed\",\"result\":{\"rows\":7}}");
        var ended = http.post(run + "/finish", end).is(200).has("/effect", "changed");
        http.post(run + "/finish", end).is(200).has("/effect", "unchanged");

        var seen = http.get(run, "Orrery-Position", ended.position()).is(200);
        seen.has("/state/type", "COMPLETED")
                .has("/cause/kind", "REPORTED")
                .has("/result/rows", "7");
        seen.has("/startedAt", BEGAN).has("/endedAt", "2026-03-01T12:00:30Z");
        seen.has("/flow", "by-hand")
                .has("/process/host", "laptop")
                .has("/timeline/1/time", ENDED_UTC);
        assertThat(seen.json().get("deployment").isNull()).isTrue();
        assertThat(http.printed(seen.id())).containsExactly("one", "two");
        assertThat(http.all("/v1/flows"))
                .anyMatch(flow -> flow.at("/name").asText().equals("by-hand"));
        assertThat(http.all("/v1/runs?state=COMPLETED"))
                .filteredOn(each -> each.at("/id").asText().equals(seen.id()))
                .hasSize(1);
    }

    @Test
    void a_run_of_a_deployment_is_listed_with_it_and_ends_badly() {
        var id = http.deploy("track/one", shell("true")).is(201).id();
        var run = "/v1/runs/" + run(DeploymentId.parse(id));
        http.put(run, begin(null, id)).is(201);
        var end = finish("{\"kind\":\"failed\",\"message\":\"ValueError: no\",\"exitCode\":1}");
        var ended = http.post(run + "/finish", end).is(200);

        var seen = http.get(run, "Orrery-Position", ended.position());
        seen.has("/state/type", "FAILED").has("/state/message", "ValueError: no");
        seen.has("/deployment/name", "one").has("/flow", "track").has("/revision", "1");
        assertThat(http.all("/v1/runs?deployment=track/one")).hasSize(1);
    }

    @Test
    void what_is_not_its_own_is_refused() {
        var run = "/v1/runs/" + run(DeploymentId.of("any", UUID.randomUUID().toString()));
        http.post(run + "/finish", finish("{\"kind\":\"crashed\",\"message\":\"?\"}"))
                .refuses(404, "RUN_NOT_FOUND");
        http.put(run, begin("by-hand", null)).is(201);
        http.put(run, begin("by-hand", null).replace("7f3c", "0000")).refuses(409, "RUN_EXISTS");
        var end = finish("{\"kind\":\"completed\"}");
        http.post(run + "/finish", end.replace("7f3c", "0000")).refuses(409, "STALE_FENCE");
        http.post(run + "/cancel").is(200).has("/effect", "changed");
        http.post(run + "/finish", end).refuses(409, "RUN_ENDED");
        http.put("/v1/runs/" + UUID.randomUUID(), begin("by-hand", null))
                .refuses(422, "INVALID_COMMAND", "/id");
    }

    @Test
    void it_says_which_run_started_it_and_that_it_ran_out_of_time() {
        var loose = DeploymentId.of("any", UUID.randomUUID().toString());
        var run = "/v1/runs/" + run(loose);
        var parent = run(loose).toString();
        var body = begin("by-hand", null).replace("\"fence\"", "\"parent\":\"%s\",\"fence\"");
        http.put(run, body.formatted("x")).refuses(422, "INVALID_COMMAND", "/parent");
        http.put(run, body.formatted(parent)).is(201);
        var failed = finish("{\"kind\":\"failed\",\"message\":\"Too long.\"}");
        var end = failed.replace("\"endedAt\"", "\"name\":\"%s\",\"endedAt\"");
        http.post(run + "/finish", end.formatted("Completed"))
                .refuses(422, "INVALID_COMMAND", "/name");
        var ended = http.post(run + "/finish", end.formatted("TimedOut")).is(200);

        var seen = http.get(run, "Orrery-Position", ended.position());
        seen.has("/cause/parent", parent).has("/attempts/0/cause", "TIMED_OUT");
        seen.has("/state/type", "FAILED").has("/state/name", "TimedOut");
    }

    @Test
    void a_run_is_where_its_process_says_from_the_first_word_on() {
        var run = "/v1/runs/" + run(DeploymentId.of("any", UUID.randomUUID().toString()));
        var planned =
                begin("by-hand", null).replace("\"fence\"", "\"state\":\"SCHEDULED\",\"fence\"");
        var told = http.put(run, planned).is(201);
        var seen = http.get(run, "Orrery-Position", told.position());
        seen.has("/state/type", "SCHEDULED").has("/startedAt", "null");

        http.post(run + "/state", state("RUNNING", "Running")).is(200).has("/effect", "changed");
        http.post(run + "/state", state("RUNNING", "Running")).has("/effect", "unchanged");
        told = http.post(run + "/state", state("PAUSED", "Suspended")).is(200);
        seen = http.get(run, "Orrery-Position", told.position());
        seen.has("/state/type", "PAUSED").has("/state/name", "Suspended");
        seen.has("/startedAt", BEGAN).has("/attempts/0/number", "1");

        var other = state("RUNNING", "Running").replace("7f3c", "0000");
        http.post(run + "/state", other).refuses(409, "STALE_FENCE");
        http.post(run + "/state", state("LATE", "Late")).refuses(422, "INVALID_COMMAND", "/type");
        http.post(run + "/finish", finish("{\"kind\":\"completed\"}")).is(200);
        http.post(run + "/state", state("RUNNING", "Running")).refuses(409, "RUN_ENDED");
    }

    private static String state(String type, String name) {
        return "{\"fence\":\"%s\",\"type\":\"%s\",\"name\":\"%s\",\"changedAt\":\"%s\"}"
                .formatted(FENCE, type, name, BEGAN);
    }

    private static RunId run(DeploymentId like) {
        var id = new CommandId(UUID.randomUUID().toString());
        return RunId.requested(like, "process", id, Instant.now()).asTracked();
    }

    private static String begin(@Nullable String flow, @Nullable String deployment) {
        var body = Json.object();
        if (flow != null) {
            body.put("flow", flow);
        }
        if (deployment != null) {
            body.put("deployment", deployment);
        }
        body.put("startedAt", BEGAN).put("fence", FENCE).put("host", "laptop").put("processId", 47);
        return body.put("entrypoint", "flow.py:hello").toString();
    }

    private static String finish(String outcome) {
        return "{\"fence\":\"%s\",\"outcome\":%s,\"endedAt\":\"%s\"}"
                .formatted(FENCE, outcome, ENDED);
    }
}

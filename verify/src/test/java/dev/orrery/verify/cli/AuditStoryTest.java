package dev.orrery.verify.cli;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.cli.Main;
import dev.orrery.cli.terminal.Style;
import dev.orrery.cli.terminal.Terminal;
import dev.orrery.schemas.id.CommandId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.verify.server.Answer;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Long after the fact somebody asks what was, and why, of a server that lives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditStoryTest {

    private static final String FENCE = "7f3c8a52-0000-4000-8000-0123456789ab";

    private Server server;
    private Http http;
    private Path folder;
    private final List<String> reasons = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path here) {
        folder = here;
        server = Server.start(data);
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void what_was_and_why_is_told_long_after_the_fact() {
        var first = http.deploy("audited/daily", greeting("world")).is(201);
        var then = http.get("/v1/deployments/audited/daily", "Orrery-Position", first.position());
        http.deploy("audited/daily", greeting("Ada"), "Orrery-Reason", "a better name").is(200);
        var asked =
                type("deployment", "run", "audited/daily", "--reason", "month's end", "-o", "json");
        var run = field(asked, "id");
        var requested = field(asked, "position");
        http.awaitRun(run, "COMPLETED");
        var deleted =
                type("deployment", "delete", "audited/daily", "--reason", "over", "-o", "json");
        http.get("/v1/deployments/" + first.id(), "Orrery-Position", field(deleted, "position"))
                .has("/deleted", "true");

        assertThat(type("audit", "why", run).ends(0).out())
                .startsWith("local asked for run '")
                .contains("of audited/daily.\n  at ", ", because: month's end\n");
        assertThat(type("audit", "history", first.id()).ends(0).out())
                .contains("DeploymentCreated  by local\n")
                .contains("  because: a better name\n")
                .contains("  - /document/parameters/name: \"world\"\n")
                .contains("  + /document/parameters/name: \"Ada\"\n")
                .contains("  because: over\n", "  - /deleted: false\n  + /deleted: true\n");
        assertThat(type("audit", "history", run, "-o", "name").ends(0).out().lines())
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(type("audit", "diff", first.id()).ends(0).out())
                .matches(
                        """
                        from revision 1, .* by local
                        to   revision 2, .* by local, because: a better name
                        - /parameters/name: "world"
                        \\+ /parameters/name: "Ada"
                        """);

        var was =
                (ObjectNode)
                        http.get("/v1/audit/asof/deployments/audited/daily?at=" + first.position())
                                .is(200)
                                .hasHeader("Orrery-As-Of", first.position())
                                .json();
        assertThat(was).isEqualTo(((ObjectNode) then.json()).without(List.of("lastRun")));
        type("audit", "asof", first.position(), "audited/daily", "-o", "name")
                .ends(0)
                .prints("audited/daily\n")
                .says("As of ");
        assertThat(type("audit", "asof", first.position(), "audited/daily").ends(0).out())
                .contains("{\"name\":\"world\"}");
        type("audit", "asof", first.position(), "deployments", "--flow", "audited", "-o", "name")
                .prints("audited/daily\n");
        type("audit", "asof", first.position(), "runs", "-d", "audited/daily", "-o", "name")
                .ends(0)
                .prints("");
        type("audit", "asof", requested, "runs", "-d", "audited/daily", "-o", "name")
                .prints(run + "\n");
        type("audit", "asof", requested, "runs", "--state", "completed", "-d", "audited/daily")
                .ends(0);
        assertThat(type("audit", "asof", requested, run).ends(0).out())
                .contains("Scheduled")
                .doesNotContain("Completed");
        type("audit", "asof", requested, "audited/daily", "--revisions", "-o", "name")
                .prints("2\n1\n");
        type("deployment", "ls", "--flow", "audited", "-o", "name").prints("");
    }

    @Test
    void a_moment_that_was_not_is_refused_with_a_sentence() {
        type("audit", "asof", "2999-01-01T00:00:00Z", "runs").ends(2).says("has not been yet");
        type("audit", "asof", "0:999999999", "runs").ends(2).says("has not come to");
        type("audit", "asof", "yesterday", "runs").ends(2).says("MOMENT takes a time");
        type("audit", "asof", "0:0", "runs", "--flow", "any").ends(2).says("--flow");
        type("audit", "asof", "0:0", "deployments", "-o", "name").ends(0).prints("");
        type("audit", "why", UUID.randomUUID().toString()).ends(3).says("RUN_NOT_FOUND");
        type("audit", "diff", "no/body").ends(3).says("There is no deployment");
        http.get("/v1/audit/asof/runs").refuses(400, "INVALID_REQUEST", "at");
    }

    @Test
    void the_reason_of_every_command_is_in_its_events() {
        var deployment = "/v1/deployments/audited/reasons";
        var document = every(86_400, command("sleep", "60"));
        var id = said("PUT", deployment, document.toString()).id();
        said("POST", deployment + "/pause", "");
        said("POST", deployment + "/resume", "");
        said("PUT", deployment, document.put("description", "other").toString());
        said("POST", deployment + "/rollback", "{\"revision\":1}");

        var run = "/v1/runs/" + said("POST", deployment + "/runs", "{\"delaySeconds\":3600}").id();
        said("POST", run + "/pause", "");
        said("POST", run + "/resume", "");
        said("POST", run + "/cancel", "");
        said("POST", run + "/retry", "");
        said("POST", run + "/rerun", "{}");

        var day = Instant.now().truncatedTo(ChronoUnit.DAYS);
        var range = "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(day.minus(2, ChronoUnit.DAYS), day);
        var backfill = said("POST", deployment + "/schedules/often/backfill", range).id();
        said("POST", deployment + "/backfills/" + backfill + "/cancel", "");

        var tracked = "/v1/runs/" + tracked(DeploymentId.parse(id));
        said(
                "PUT",
                tracked,
                "{\"deployment\":\"%s\",\"startedAt\":\"2026-03-01T12:00:00Z\",\"fence\":\"%s\"}"
                        .formatted(id, FENCE));
        said(
                "POST",
                tracked + "/state",
                "{\"fence\":\"%s\",\"type\":\"PAUSED\",\"changedAt\":\"2026-03-01T12:00:01Z\"}"
                        .formatted(FENCE));
        said(
                "POST",
                tracked + "/finish",
                "{\"fence\":\"%s\",\"outcome\":{\"kind\":\"completed\"},\"endedAt\":\"%s\"}"
                        .formatted(FENCE, "2026-03-01T12:00:02Z"));
        var end = said("DELETE", deployment, "");

        http.get("/v1/deployments/" + id, "Orrery-Position", end.position()).is(200);
        var events = http.all("/v1/events?deployment=" + id);
        assertThat(events)
                .filteredOn(event -> event.path("commandId").isTextual())
                .allSatisfy(event -> assertThat(reasons).contains(event.path("reason").asText()));
        assertThat(events).extracting(event -> event.path("reason").asText()).containsAll(reasons);
    }

    /** Does something for a reason that nothing else is done for. */
    private Answer said(String method, String path, String body) {
        var reason = "reason " + reasons.size() + ": " + method + " " + path;
        reasons.add(reason);
        var answer =
                http.send(
                        method,
                        path,
                        body.getBytes(StandardCharsets.UTF_8),
                        "Orrery-Reason",
                        reason);
        assertThat(answer.status()).as("%s: %s", reason, answer.text()).isBetween(200, 201);
        return answer;
    }

    private static RunId tracked(DeploymentId deployment) {
        var id = new CommandId(UUID.randomUUID().toString());
        return RunId.requested(deployment, "process", id, Instant.now()).asTracked();
    }

    private static ObjectNode greeting(String name) {
        var document = command("echo", "{{name}}");
        document.putObject("parameters").put("name", name);
        return document;
    }

    private Said type(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var environment =
                Map.of(
                        "ORRERY_API_URL",
                        server.endpoints().api(),
                        "PATH",
                        String.valueOf(System.getenv("PATH")));
        var terminal =
                new Terminal(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        environment,
                        folder,
                        null,
                        Style.PLAIN);
        int code = Main.run(terminal, words);
        terminal.out().flush();
        return new Said(code, out.toString(), err.toString());
    }

    private static String field(Said said, String name) {
        return said.ends(0).out().replaceAll("(?s).*?\"" + name + "\" : \"([^\"]*)\".*", "$1");
    }
}

package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What there is, and what is done to it. */
class DeploymentCommandsTest {

    private static final String ONE =
            """
            {"id": "7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b", "flow": "greet", "name": "daily",
             "revision": 2, "paused": false, "deleted": false,
             "created": "2026-11-22T10:29:22.283Z", "updated": "2026-11-22T10:29:22.283Z",
             "document": {"tags": ["a", "b"], "pool": "default", "description": null,
                "entrypoint": {"kind": "python", "path": "flow.py", "function": "greet"},
                "parameters": {"rate": 1.50}, "environment": {"LOG": "debug"},
                "infrastructure": {"type": "process", "settings": {}}},
             "schedules": [{"name": "schedule", "interval": {"seconds": 5400}, "active": true,
                "next": "2026-11-23T00:00:00Z"}],
             "lastRun": {"state": {"type": "COMPLETED", "name": "Completed"}}}\
            """;

    private static final String OTHER =
            ONE.replace("7b906374", "7b90ffff").replace("\"daily\"", "\"nightly\"");

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
        server.on(
                "GET /v1/deployments",
                200,
                "{\"items\": [" + ONE + "," + OTHER + "], \"next\": null}");
        server.on("GET /v1/deployments/greet/daily", 200, ONE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ls_is_a_table() {
        shell.type("deployment", "ls")
                .ends(0)
                .prints(
                        """
                        DEPLOYMENT     SCHEDULE      NEXT                  LAST RUN   STATUS
                        greet/daily    every 1h 30m  2026-11-23T00:00:00Z  Completed  active
                        greet/nightly  every 1h 30m  2026-11-23T00:00:00Z  Completed  active
                        """);
    }

    @Test
    void ls_follows_pages_and_asks_for_a_flow() {
        server.on(
                "GET /v1/deployments?flow=a%20b&limit=200",
                200, "{\"items\": [" + ONE + "], \"next\": \"c\"}");
        server.on(
                "GET /v1/deployments?flow=a%20b&limit=200&cursor=c",
                200, "{\"items\": [" + OTHER + "], \"next\": null}");

        shell.type("deployment", "ls", "--flow", "a b", "-o", "name")
                .ends(0)
                .prints("greet/daily\ngreet/nightly\n");
    }

    @Test
    void numbers_are_shown_as_they_were_written() {
        assertThat(shell.type("deployment", "inspect", "greet/daily", "-o", "json").ends(0).out())
                .contains("\"rate\" : 1.50");
    }

    @Test
    void inspect_shows_yaml_and_a_table() {
        assertThat(shell.type("deployment", "inspect", "greet/daily", "-o", "yaml").ends(0).out())
                .contains("flow: greet\n", "  - a\n");
        assertThat(shell.type("deployment", "inspect", "greet/daily").ends(0).out())
                .contains("Entrypoint   flow.py:greet\n", "Environment  LOG=debug\n")
                .doesNotContain("Description", "Infrastructure");
    }

    @Test
    void a_unique_beginning_of_an_id_or_a_name_is_enough() {
        nobody();
        server.on("GET /v1/deployments?idPrefix=7b906&limit=6", 200, page(ONE));
        server.on("GET /v1/deployments?name=nightly&limit=6", 200, page(OTHER));
        shell.type("deployment", "inspect", "7B906", "-o", "name").ends(0).prints("greet/daily\n");
        shell.type("deployment", "inspect", "nightly", "-o", "name")
                .ends(0)
                .prints("greet/nightly\n");
    }

    @Test
    void an_ambiguous_beginning_lists_what_it_names() {
        nobody();
        server.on("GET /v1/deployments?idPrefix=7b90&limit=6", 200, page(ONE, OTHER));
        shell.type("deployment", "inspect", "7b90")
                .ends(2)
                .says("Several deployments begin with '7b90':")
                .says("7b90ffff-4a4d-8ef4-bdaa-3676c0ec2d2b  greet/nightly");
        var many = new String[6];
        Arrays.setAll(many, n -> ONE.replace("7b906374", "7b90000" + n));
        server.on("GET /v1/deployments?idPrefix=7b90&limit=6", 200, page(many));
        assertThat(shell.type("deployment", "inspect", "7b90").ends(2).err())
                .contains("7b900004", "\n  ...")
                .doesNotContain("7b900005");
    }

    @Test
    void a_name_that_another_id_begins_with_is_not_taken_for_granted() {
        nobody();
        server.on("GET /v1/deployments?idPrefix=cafe&limit=6", 200, page(ONE));
        server.on("GET /v1/deployments?name=cafe&limit=6", 200, page(OTHER));
        shell.type("deployment", "delete", "cafe")
                .ends(2)
                .says("Several deployments are meant by 'cafe':");
        // No id begins so, and the server is not asked for one.
        server.on("GET /v1/deployments?name=cafe-bad&limit=6", 200, page(ONE));
        shell.type("deployment", "inspect", "cafe-bad", "-o", "name")
                .ends(0)
                .prints("greet/daily\n");
    }

    private void nobody() {
        server.on("GET /v1/deployments", 200, page());
    }

    private static String page(String... items) {
        return "{\"items\": [%s], \"next\": null}".formatted(String.join(",", items));
    }

    @Test
    void what_is_not_there_is_not_found() {
        nobody();
        shell.type("deployment", "inspect", "absent").ends(3).says("'orrery deployment ls'");
        server.problem(
                "GET /v1/deployments/greet/absent", 404, "DEPLOYMENT_NOT_FOUND", "There is none");
        shell.type("deployment", "inspect", "greet/absent")
                .ends(3)
                .says("no deployment 'greet/absent'");
    }

    @Test
    void what_is_not_there_is_not_changed_either() {
        for (var what : List.of("DELETE /v1/deployments/a/b", "POST /v1/deployments/a/b/runs")) {
            server.problem(what, 404, "DEPLOYMENT_NOT_FOUND", "Create it first or check its id.");
        }
        for (var words : List.of("deployment delete a/b", "deployment run a/b")) {
            var typed = shell.type(words.split(" ")).ends(3).says("no deployment 'a/b'");
            assertThat(typed.err()).doesNotContain("its id");
        }
    }

    @Test
    void it_is_paused_resumed_and_deleted() {
        server.on("POST /v1/deployments/greet/daily/pause", 200, "{\"effect\": \"changed\"}");
        server.on("POST /v1/deployments/greet/daily/resume", 200, "{\"effect\": \"unchanged\"}");
        server.on("DELETE /v1/deployments/greet/daily", 200, "{\"effect\": \"changed\"}");
        server.on("GET /v1/deployments/greet/daily", 200, schedules("true", "false"));

        shell.type("deployment", "pause", "greet/daily")
                .ends(0)
                .prints("Paused deployment 'greet/daily'\n");
        shell.type("deployment", "resume", "greet/daily")
                .ends(0)
                .prints("Not paused: deployment 'greet/daily'\n");
        shell.type("deployment", "delete", "greet/daily")
                .ends(0)
                .prints("Deleted deployment 'greet/daily'\n");
        assertThat(server.last("DELETE /v1/deployments/greet/daily").headers())
                .containsKey("Idempotency-Key");
    }

    @Test
    void resume_says_where_the_document_switches_all_schedules_off() {
        server.on("POST /v1/deployments/greet/daily/resume", 200, "{\"effect\": \"unchanged\"}");
        server.on("GET /v1/deployments/greet/daily", 200, schedules("false", "false"));
        shell.type("deployment", "resume", "greet/daily").ends(0).says("switched off");

        server.on("GET /v1/deployments/greet/daily", 200, schedules("false", "true"));
        assertThat(shell.type("deployment", "resume", "greet/daily").ends(0).err()).isEmpty();
        server.on("GET /v1/deployments/greet/daily", 200, "{\"document\": {\"schedules\": []}}");
        assertThat(shell.type("deployment", "resume", "greet/daily").ends(0).err()).isEmpty();
    }

    private static String schedules(String first, String second) {
        return "{\"document\": {\"schedules\": [{\"active\": %s}, {\"active\": %s}]}}"
                .formatted(first, second);
    }

    @Test
    void a_run_has_a_priority_and_the_run_that_asks_for_it_as_its_parent() {
        var runs = "POST /v1/deployments/greet/daily/runs";
        var parent = "01a202cd-c726-8ef4-be05-5ac4cdae906b";
        server.on(runs, 201, "{\"id\": \"r1\"}");

        shell.type("deployment", "run", "greet/daily", "--priority", "-5", "--parent", parent)
                .ends(0);
        assertThat(server.last(runs).body())
                .isEqualTo("{\"priority\":-5,\"parent\":\"" + parent + "\"}");
        shell.with("ORRERY_RUN_ID", parent).type("deployment", "run", "greet/daily").ends(0);
        assertThat(server.last(runs).body()).isEqualTo("{\"parent\":\"" + parent + "\"}");
        shell.type("deployment", "run", "greet/daily", "--priority", "high").ends(2);
    }

    @Test
    void a_run_is_asked_for_with_what_was_said() {
        server.on("POST /v1/deployments/greet/daily/runs", 201, "{\"id\": \"r1\"}");

        shell.type(
                        "deployment",
                        "run",
                        "greet/daily",
                        "--params",
                        "{\"z\": [1], \"a\": 0}",
                        "-p",
                        "a=1.50",
                        "-p",
                        "name=Ada L",
                        "--tag",
                        "x",
                        "--in",
                        "1h30m")
                .ends(0)
                .prints("Requested run r1 of 'greet/daily'\n");

        assertThat(server.last("POST /v1/deployments/greet/daily/runs").body())
                .isEqualTo(
                        "{\"parameters\":{\"a\":1.50,\"name\":\"Ada L\",\"z\":[1]},"
                                + "\"tags\":[\"x\"],\"delaySeconds\":5400}");
    }

    @Test
    void a_time_is_sent_with_its_offset() {
        server.on("POST /v1/deployments/greet/daily/runs", 201, "{\"id\": \"r1\"}");
        shell.type("deployment", "run", "greet/daily", "--at", "2026-12-01T08:00:00+01:00").ends(0);
        assertThat(server.last("POST /v1/deployments/greet/daily/runs").body())
                .isEqualTo("{\"scheduledFor\":\"2026-12-01T08:00:00+01:00\"}");
    }

    @Test
    void wrong_words_are_usage() {
        shell.type("deployment", "run", "greet/daily", "--in", "soon").ends(2).says("--in takes");
        shell.type("deployment", "run", "greet/daily", "-p", "novalue").ends(2).says("name=value");
        shell.type("deployment", "run", "greet/daily", "--params", "[1]").ends(2).says("object");
        shell.type("deployment", "run", "greet/daily", "--timeout", "5s").ends(2).says("--watch");
        shell.type("deployment", "ls", "--limit", "-1").ends(2).says("--limit takes");
        shell.type("deployment", "run").ends(2).says("orrery deployment run --help");
        shell.type("deployment", "frob").ends(2);
        shell.type("nonsense").ends(2);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void revisions_are_a_table() {
        server.on(
                "GET /v1/deployments/7b906374-4a4d-8ef4-bdaa-3676c0ec2d2b/revisions",
                200,
                """
                {"items": [
                  {"revision": 3, "time": "2026-11-22T10:31:00Z", "actor": "ada", "reason": "oops",
                   "changed": ["version", "tags"], "rolledBackTo": 1, "document": {"version": "1"}},
                  {"revision": 1, "time": "2026-11-22T10:29:00Z", "actor": "ada", "reason": null,
                   "changed": [], "rolledBackTo": null, "document": {"version": "1"}}],
                 "next": null}\
                """);

        shell.type("deployment", "revisions", "greet/daily")
                .ends(0)
                .prints(
                        """
                        REVISION  TIME                  ACTOR  VERSION  CHANGED        ROLLED BACK TO  REASON
                        3         2026-11-22T10:31:00Z  ada    1        version, tags  1               oops
                        1         2026-11-22T10:29:00Z  ada    1
                        """);
    }

    @Test
    void rollback_says_what_changed() {
        server.on(
                "POST /v1/deployments/greet/daily/rollback",
                200,
                "{\"effect\": \"changed\", \"changed\": [\"version\", \"tags\"]}");

        shell.type("deployment", "rollback", "greet/daily", "1")
                .ends(0)
                .prints("Deployment 'greet/daily' is again as in revision 1: version, tags\n");

        assertThat(server.last("POST /v1/deployments/greet/daily/rollback").body())
                .isEqualTo("{\"revision\":1}");
    }

    @Test
    void rollback_to_what_it_is_says_so() {
        server.on("POST /v1/deployments/greet/daily/rollback", 200, "{\"effect\": \"unchanged\"}");

        shell.type("deployment", "rollback", "greet/daily", "2")
                .ends(0)
                .prints("Deployment 'greet/daily' is as in revision 2\n");
        shell.type("deployment", "rollback", "greet/daily").ends(2);
        shell.type("deployment", "rollback", "greet/daily", "one").ends(2);
    }
}

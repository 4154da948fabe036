package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs: listed, shown, followed. */
class RunCommandsTest {

    private static final String ID = "01a202cd-c726-8ef4-be05-5ac4cdae906b";

    private static final String AGAIN = "01a202cd-c726-8ef4-be05-000000000002";

    private static final String ARCHIVED =
            """
            {"deployment": {"id": "11111111-1111-4111-8111-111111111111"}, "tags": ["t"],
             "parameters": {"a": 1}, "priority": 7,
             "cause": {"nominal": "2026-11-01T02:00:00Z"}}\
            """;

    private static final String RUNNING =
            """
            {"id": "%s", "name": "calm", "flow": "greet", "deployment": {"name": "daily"},
             "state": {"type": "RUNNING", "name": "Running"}, "attempt": 1, "endedAt": null,
             "startedAt": "2026-11-22T10:29:30Z",
             "timeline": [{"type": "RUNNING", "name": "Running", "attempt": 1,
               "time": "2026-11-22T10:29:30.424Z"}]}\
            """
                    .formatted(ID);

    private static final String COMPLETED =
            """
            {"id": "%s", "name": "calm", "flow": "greet", "deployment": {"name": "daily"},
             "state": {"type": "COMPLETED", "name": "Completed"}, "attempt": 1,
             "startedAt": "2026-11-22T10:29:30Z", "endedAt": "2026-11-22T10:29:31.005Z",
             "timeline": [{"type": "RUNNING", "name": "Running", "attempt": 1,
               "time": "2026-11-22T10:29:30.424Z"}, {"type": "COMPLETED", "name": "Completed",
               "attempt": 1, "time": "2026-11-22T10:29:31.005Z", "message": "Well."}]}\
            """
                    .formatted(ID);

    private static final String COMPLETED_AGAIN =
            COMPLETED
                    .replace("\"attempt\": 1,\n", "\"attempt\": 2,\n")
                    .replace(
                            "\"message\": \"Well.\"}]",
                            """
                            "message": "Well."}, {"type": "COMPLETED", "name": "Completed",
                            "attempt": 2, "time": "2026-11-22T10:30:00Z", "message": "Better."}]\
                            """);

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
        server.on("GET /v1/runs", 200, "{\"items\": [" + COMPLETED + "], \"next\": null}");
        server.on("GET /v1/runs/" + ID, 200, COMPLETED);
        server.on("GET /v1/runs/" + ID + "/logs", 200, "{\"items\": [], \"next\": null}");
        server.on(
                "GET /v1/runs/" + ID + "/logs?limit=1000&attempt=1&after=0",
                200,
                """
                {"items": [{"number": 1, "stream": "OUT", "text": "Hello"},
                           {"number": 2, "stream": "ERR", "text": "oops"}], "next": null}\
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ls_is_a_table() {
        shell.type("run", "ls", "--state", "failed,crashed", "--limit", "5")
                .ends(0)
                .prints(
                        """
                        ID                                    NAME  DEPLOYMENT   STATE      STARTED               TOOK
                        01a202cd-c726-8ef4-be05-5ac4cdae906b  calm  greet/daily  Completed  2026-11-22T10:29:30Z  1.005s
                        """);
    }

    @Test
    void ls_says_that_there_are_more_only_where_there_are() {
        server.on("GET /v1/runs?limit=2", 200, "{\"items\": [" + COMPLETED + "], \"next\": \"c\"}");
        server.on("GET /v1/runs?limit=1&cursor=c", 200, "{\"items\": [], \"next\": null}");
        var alone = shell.type("run", "ls", "--limit", "1", "-o", "name").ends(0);
        assertThat(alone.prints(ID + "\n").err()).isEmpty();

        server.on(
                "GET /v1/runs?limit=1&cursor=c",
                200,
                "{\"items\": [" + RUNNING + "], \"next\": \"d\"}");
        shell.type("run", "ls", "--limit", "1", "-o", "name")
                .ends(0)
                .prints(ID + "\n")
                .says("There are more; --limit 0 lists all.");
    }

    @Test
    void inspect_shows_the_states() {
        assertThat(shell.type("run", "inspect", "01a202cd").ends(0).out())
                .contains(
                        "Took        1.005s\n",
                        "2026-11-22T10:29:31.005Z  Completed  1        Well.");
    }

    @Test
    void a_beginning_is_asked_for_and_not_looked_for() {
        server.on("GET /v1/runs?idPrefix=01a2&limit=6", 200, "{\"items\": [], \"next\": null}");
        server.on("GET /v1/runs?name=01a2&limit=6", 200, "{\"items\": [], \"next\": null}");
        shell.type("run", "inspect", "01a2").ends(3).says("There is no run '01a2'");
        assertThat(server.asked()).containsExactly("GET /v1/runs", "GET /v1/runs");
        var other = COMPLETED.replace("01a202cd", "01a2ffff").replace("calm", "brave");
        server.on(
                "GET /v1/runs?idPrefix=01a2&limit=6",
                200,
                "{\"items\": [" + COMPLETED + "," + other + "], \"next\": null}");
        shell.type("run", "inspect", "01a2")
                .ends(2)
                .says("Several runs begin with '01a2':\n  " + ID + "  calm\n  01a2ffff-");
    }

    @Test
    void logs_are_the_lines_alone() {
        shell.type("run", "logs", ID).ends(0).prints("Hello\noops\n");
        shell.type("run", "logs", ID, "-f").ends(0).prints("Hello\noops\n");
        assertThat(shell.type("run", "logs", ID, "--attempt", "1", "-o", "json").ends(0).out())
                .startsWith("{\"number\":1,")
                .hasLineCount(2);
    }

    @Test
    void watch_shows_states_as_messages_and_output_where_it_went() {
        var looks = new AtomicInteger();
        server.on(
                "GET /v1/runs/" + ID,
                http -> http.result(looks.incrementAndGet() < 3 ? RUNNING : COMPLETED));

        var typed = shell.type("run", "watch", ID).ends(0).prints("Hello\n");

        assertThat(typed.err())
                .isEqualTo(
                        """
                        10:29:30.424  Running
                        oops
                        10:29:31.005  Completed  Well.
                        """);
    }

    @Test
    void watch_ends_with_1_when_the_run_failed_and_with_6_when_its_time_is_over() {
        server.on("GET /v1/runs/" + ID, 200, COMPLETED.replace("COMPLETED", "CRASHED"));
        shell.type("run", "watch", ID).ends(1);
        server.on("GET /v1/runs/" + ID, 200, RUNNING);
        shell.type("run", "watch", ID, "--timeout", "0s").ends(6).says("goes on");
    }

    @Test
    void who_follows_a_run_waits_for_a_server_that_is_away() {
        for (var words : List.of("run watch " + ID, "run logs -f " + ID)) {
            var looks = new AtomicInteger();
            server.on(
                    "GET /v1/runs/" + ID,
                    http -> {
                        switch (looks.incrementAndGet()) {
                            case 1 -> http.result(RUNNING);
                            case 2, 3 -> http.status(503);
                            default -> http.result(COMPLETED);
                        }
                    });

            var typed = shell.type(words.split(" ")).ends(0).says("is waited for, 60 s at most");

            assertThat(typed.out()).startsWith("Hello\n");
            assertThat(typed.err()).containsOnlyOnce("waited for");
        }
    }

    @Test
    void a_watch_waits_no_longer_than_it_may_and_says_that_the_run_goes_on() {
        var looks = new AtomicInteger();
        server.on(
                "GET /v1/runs/" + ID,
                http -> {
                    if (looks.incrementAndGet() == 1) {
                        http.result(RUNNING);
                    } else {
                        http.status(503);
                    }
                });
        shell.type("run", "watch", ID, "--timeout", "1s")
                .ends(7)
                .says("waited for, 1 s at most")
                .says("The run " + ID + " may go on; 'orrery run watch' shows it.");
    }

    @Test
    void a_time_of_a_whole_second_has_its_fraction() {
        server.on(
                "GET /v1/runs/" + ID,
                200,
                COMPLETED.replace("10:29:31.005Z\", \"message", "10:29:31Z\", \"message"));
        assertThat(shell.type("run", "watch", ID).ends(0).err()).contains("10:29:31.000  Comp");
    }

    @Test
    void what_asks_for_nothing_that_there_is_is_told() {
        shell.type("run", "ls", "--limit", "-3").ends(2).says("--limit takes a number from 0");
        shell.type("events", "tail", ID, "-n", "-5").ends(2).says("--lines takes a number from 0");
        shell.type("run", "logs", ID, "--attempt", "99").ends(3).says("no attempt 99 of the run");
        server.on("GET /v1/runs", 200, "{\"items\": [], \"next\": null}");
        shell.type("run", "ls", "-d", "nope/nope").ends(3).says("no deployment 'nope/nope'");
        shell.type("run", "ls", "-o", "xml").ends(2).says("it is table, json, yaml or name");
    }

    @Test
    void watch_gives_a_program_the_run_as_it_ended() {
        assertThat(shell.type("run", "watch", ID, "-o", "json").ends(0).out())
                .startsWith("{")
                .contains("\"Completed\"")
                .doesNotContain("Hello");
    }

    @Test
    void inspect_says_what_a_run_of_a_schedule_is_for() {
        server.on(
                "GET /v1/runs/" + ID,
                200,
                """
                {"id": "%s", "revision": 3, "state": {"type": "SCHEDULED", "name": "Scheduled"},
                 "cause": {"kind": "BACKFILL", "schedule": "5c", "scheduleName": "nightly",
                 "nominal": "2026-11-01T02:00:00Z", "backfill": "b1"}, "timeline": []}\
                """
                        .formatted(ID));
        assertThat(shell.type("run", "inspect", ID).ends(0).out())
                .contains(
                        "Revision  3\n",
                        "Cause     BACKFILL\n",
                        "Schedule  nightly\n",
                        "Nominal   2026-11-01T02:00:00Z\n",
                        "Backfill  b1\n");
    }

    @Test
    void ls_is_of_the_children_of_a_run() {
        server.on(
                "GET /v1/runs?parent=" + ID + "&limit=51",
                200,
                "{\"items\": [" + RUNNING + "], \"next\": null}");
        shell.type("run", "ls", "--parent", ID, "-o", "name").ends(0).prints(ID + "\n");
        server.on("GET /v1/runs", 200, "{\"items\": [], \"next\": null}");
        shell.type("run", "ls", "--parent", AGAIN).ends(3);
    }

    @Test
    void pause_and_resume_say_what_became_of_it() {
        server.on("POST /v1/runs/" + ID + "/pause", 200, "{\"effect\": \"changed\"}");
        shell.type("run", "pause", "calm").ends(0).prints("Paused run " + ID + "\n");
        server.on("POST /v1/runs/" + ID + "/pause", 200, "{\"effect\": \"unchanged\"}");
        shell.type("run", "pause", ID).ends(0).prints("Already paused run " + ID + "\n");
        server.on("POST /v1/runs/" + ID + "/resume", 200, "{\"effect\": \"changed\"}");
        shell.type("run", "resume", ID).ends(0).prints("Resumed run " + ID + "\n");
        server.problem("POST /v1/runs/" + ID + "/resume", 409, "NOT_PAUSED", "It is not.");
        shell.type("run", "resume", ID).ends(5).says("It is not. (NOT_PAUSED)");
    }

    @Test
    void retry_says_so_or_why_not() {
        server.on("POST /v1/runs/" + ID + "/retry", 200, "{\"effect\": \"changed\"}");
        shell.type("run", "retry", "calm").ends(0).prints("Retrying run " + ID + "\n");
        server.problem("POST /v1/runs/" + ID + "/retry", 409, "NOT_RETRYABLE", "It completed.");
        shell.type("run", "retry", ID).ends(5).says("It completed. (NOT_RETRYABLE)");
    }

    @Test
    void retry_shows_the_attempt_that_it_led_to_and_none_before() {
        server.on(
                "POST /v1/runs/" + ID + "/retry",
                http -> {
                    server.on("GET /v1/runs/" + ID, 200, COMPLETED_AGAIN);
                    http.result("{\"effect\": \"changed\"}");
                });
        server.on(
                "GET /v1/runs/" + ID + "/logs?limit=1000&attempt=2&after=0",
                200,
                "{\"items\": [{\"number\": 1, \"stream\": \"OUT\", \"text\": \"Again\"}]}");
        var typed = shell.type("run", "retry", ID, "--watch").ends(0).prints("Again\n");
        assertThat(typed.err()).isEqualTo("10:30:00.000  Completed  Better.\n");
    }

    @Test
    void rerun_names_the_new_run() {
        server.on("POST /v1/runs/" + ID + "/rerun", 201, "{\"id\": \"" + AGAIN + "\"}");
        shell.type("run", "rerun", "calm")
                .ends(0)
                .prints("Requested run " + AGAIN + ", which does again what " + ID + " did\n");
        assertThat(server.last("POST /v1/runs/" + ID + "/rerun").body()).isEqualTo("{}");
        shell.type("run", "rerun", ID, "-o", "name").ends(0).prints(AGAIN + "\n");
    }

    @Test
    void rerun_lays_single_parameters_over_those_of_the_run_and_takes_an_object_instead() {
        server.on("POST /v1/runs/" + ID + "/rerun", 201, "{\"id\": \"" + AGAIN + "\"}");
        server.on("GET /v1/runs/" + ID, 200, "{\"parameters\": {\"a\": 1, \"b\": 2}}");
        shell.type("run", "rerun", ID, "--param", "b=3").ends(0);
        assertThat(server.last("POST /v1/runs/" + ID + "/rerun").body())
                .isEqualTo("{\"parameters\":{\"a\":1,\"b\":3}}");
        shell.type("run", "rerun", ID, "--params", "{\"c\": 4}", "-p", "d=5").ends(0);
        assertThat(server.last("POST /v1/runs/" + ID + "/rerun").body())
                .isEqualTo("{\"parameters\":{\"c\":4,\"d\":5}}");
    }

    @Test
    void what_ended_long_ago_is_run_again_by_its_deployment() {
        var runs = "POST /v1/deployments/11111111-1111-4111-8111-111111111111/runs";
        server.problem("POST /v1/runs/" + ID + "/rerun", 410, "RUN_ARCHIVED", "Long ago.");
        server.on("GET /v1/runs/" + ID, 200, ARCHIVED);
        server.on(runs, 201, "{\"id\": \"" + AGAIN + "\"}");

        shell.type("run", "rerun", ID).ends(0).says("runs as it is now");
        assertThat(server.last(runs).body())
                .isEqualTo(
                        "{\"parameters\":{\"a\":1},\"tags\":[\"t\"],\"priority\":7,\"rerunOf\":\""
                                + ID
                                + "\",\"nominal\":\"2026-11-01T02:00:00Z\"}");
        shell.type("run", "rerun", ID, "-p", "a=2").ends(0);
        assertThat(server.last(runs).body()).startsWith("{\"parameters\":{\"a\":2},");

        server.on("GET /v1/runs/" + ID, 200, "{\"deployment\": null}");
        shell.type("run", "rerun", ID).ends(5).says("process of its own");
    }

    @Test
    void inspect_shows_several_attempts() {
        server.on(
                "GET /v1/runs/" + ID,
                200,
                """
                {"id": "%s", "nextAttemptAt": "2026-11-22T11:00:00Z", "attempts": [
                  {"number": 1, "startedAt": "2026-11-22T10:00:00Z",
                   "endedAt": "2026-11-22T10:00:01Z", "cause": "FAILED", "exitCode": 3,
                   "runner": "anvil@7"},
                  {"number": 2, "startedAt": null, "cause": null}],
                 "cause": {"kind": "COMMAND", "parent": "p", "rerunOf": "r"}, "priority": 5}\
                """
                        .formatted(ID));
        assertThat(shell.type("run", "inspect", ID).ends(0).out())
                .contains("Parent", "Rerun of", "Priority")
                .containsPattern("Next attempt +2026-11-22T11:00:00Z\n")
                .containsPattern("1 +2026-11-22T10:00:00Z +1s +FAILED +3 +anvil@7");
    }

    @Test
    void events_are_told_oldest_first() {
        server.on(
                "GET /v1/events",
                200,
                """
                {"items": [{"id": "3:2", "time": "T2", "type": "RunStarted", "actor": "local"},
                           {"id": "3:1", "time": "T1", "type": "RunLeased", "actor": "local"}],
                 "next": null}\
                """);
        shell.type("events", "tail", ID, "-o", "name").ends(0).prints("3:1\n3:2\n");
    }

    @Test
    void flows_are_listed() {
        server.on(
                "GET /v1/flows",
                200,
                "{\"items\": [{\"name\": \"greet\", \"deployments\": 2}], \"next\": null}");
        shell.type("flow", "ls", "-o", "name").ends(0).prints("greet\n");
    }
}

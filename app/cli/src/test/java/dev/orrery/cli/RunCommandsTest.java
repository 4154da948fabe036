package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs: listed, shown, followed, cancelled. */
class RunCommandsTest {

    private static final String ID = "01a202cd-c726-8ef4-be05-5ac4cdae906b";

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
    void cancel_says_what_became_of_it() {
        server.on("POST /v1/runs/" + ID + "/cancel", 200, "{\"effect\": \"changed\"}");
        shell.type("run", "cancel", "calm").ends(0).prints("Cancelled run " + ID + "\n");
        server.problem("POST /v1/runs/" + ID + "/cancel", 409, "RUN_ENDED", "The run has ended.");
        shell.type("run", "cancel", ID).ends(5).says("The run has ended. (RUN_ENDED)");
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

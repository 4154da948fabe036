package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backfills: asked for, watched, listed with their runs, cancelled. */
class BackfillCommandsTest {

    private static final String ID = "01a202cd-c726-8ef4-be05-5ac4cdae906b";
    private static final String BACKFILL = "01a202ce-0000-8ef4-be05-5ac4cdae906b";
    private static final String ALL = "/v1/deployments/" + ID + "/backfills";
    private static final String START =
            "POST /v1/deployments/" + ID + "/schedules/nightly/backfill";

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
        server.on("GET /v1/deployments/greet/daily", 200, "{\"id\": \"" + ID + "\"}");
        server.on(START, 201, "{\"id\": \"" + BACKFILL + "\", \"effect\": \"created\"}");
        server.on(
                "GET " + ALL,
                200,
                "{\"items\": [" + backfill("RUNNING", 1, 4, 2) + "], \"next\": null}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void backfill_says_what_it_started() {
        shell.type(
                        "schedule",
                        "backfill",
                        "greet/daily",
                        "nightly",
                        "--from",
                        "2026-11-01T00:00:00Z",
                        "--to",
                        "2026-11-08T00:00:00Z",
                        "--at-once",
                        "2")
                .ends(0)
                .prints("Started backfill " + BACKFILL + " of 'greet/daily'\n");

        assertThat(server.last(START).body())
                .isEqualTo(
                        "{\"from\":\"2026-11-01T00:00:00Z\",\"to\":\"2026-11-08T00:00:00Z\","
                                + "\"atOnce\":2}");
        assertThat(server.last(START).headers()).containsKey("Idempotency-Key");
    }

    @Test
    void a_watch_shows_how_its_runs_end_and_ends_with_0_where_all_completed() {
        shows(
                backfill("RUNNING", 1, 0, 0),
                backfill("RUNNING", 1, 1, 0),
                backfill("COMPLETED", 0, 7, 0));

        assertThat(watched().ends(0).err())
                .isEqualTo(
                        """
                        Backfill %s of 'greet/daily'
                        0 of 7 ended
                        1 of 7 ended
                        7 of 7 ended
                        COMPLETED  Well.
                        """
                                .formatted(BACKFILL));
    }

    @Test
    void a_watch_ends_with_1_where_a_run_did_not_complete() {
        shows(backfill("RUNNING", 1, 4, 1), backfill("COMPLETED", 0, 6, 1));
        assertThat(watched().ends(1).err())
                .isEqualTo(
                        """
                        Backfill %s of 'greet/daily'
                        5 of 7 ended, 1 failed
                        7 of 7 ended, 1 failed
                        COMPLETED  Well.
                        'orrery run ls --backfill %s --state failed,crashed,cancelled' lists those that failed.
                        """
                                .formatted(BACKFILL, BACKFILL));
        assertThat(watched("-o", "json").ends(1).out()).contains("\"failed\" : 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELLED", "STOPPED"})
    void a_backfill_that_requests_no_more_did_not_complete(String end) {
        shows(backfill(end, 2, 3, 0));
        watched().ends(1).says(end + "  Well.");
        shows(backfill(end, 0, 7, 0));
        watched().ends(1).says(end + "  Well.");
    }

    @Test
    void a_run_that_was_retried_by_hand_is_waited_for() {
        shows(backfill("COMPLETED", 1, 6, 0), backfill("COMPLETED", 0, 7, 0));
        watched().ends(0).says("6 of 7 ended\n7 of 7 ended\n");
    }

    @Test
    void a_watch_lasts_as_long_as_it_may() {
        shows(backfill("RUNNING", 1, 4, 1));
        watched("--timeout", "0s").ends(6).says("After 0 s 5 of 7 ended, 1 failed");
        shell.type(
                        "schedule",
                        "backfill",
                        "greet/daily",
                        "nightly",
                        "--from=2026-11-01",
                        "--to=2026-11-08",
                        "--timeout=1m")
                .ends(2)
                .says("add --watch");
    }

    @Test
    void backfills_are_listed_and_cancelled_by_the_beginning_of_their_id() {
        server.on("POST " + ALL + "/" + BACKFILL + "/cancel", 200, "{\"effect\": \"changed\"}");

        assertThat(shell.type("schedule", "backfills", "greet/daily").ends(0).out())
                .containsPattern("REQUESTED +UNDER WAY +COMPLETED +FAILED +STATE")
                .containsPattern(BACKFILL + " .*7 of 7 +1 +4 +2 +RUNNING");
        shell.type("schedule", "cancel-backfill", "greet/daily", BACKFILL.substring(0, 6))
                .ends(0)
                .prints("Cancelled backfill " + BACKFILL + "\n");
        shell.type("schedule", "cancel-backfill", "greet/daily", "zz")
                .ends(3)
                .says("There is no backfill 'zz'");
    }

    @Test
    void its_runs_are_listed_by_its_id_or_with_the_deployment_by_the_beginning_of_it() {
        var none = "{\"items\": [{\"id\": \"R\"}], \"next\": null}";
        server.on("GET /v1/runs?backfill=" + BACKFILL + "&state=failed&limit=51", 200, none);
        shell.type("run", "ls", "--backfill", BACKFILL, "--state", "failed", "-o", "name")
                .ends(0)
                .prints("R\n");

        server.on(
                "GET /v1/runs?deployment=greet%2Fdaily&backfill=" + BACKFILL + "&limit=51",
                200,
                none);
        shell.type("run", "ls", "-d", "greet/daily", "--backfill", "01a202ce", "-o", "name")
                .ends(0)
                .prints("R\n");
        shell.type("run", "ls", "-d", "greet/daily", "--backfill", "zz")
                .ends(3)
                .says("There is no backfill 'zz'");
    }

    private Typed watched(String... more) {
        var words =
                new ArrayList<>(
                        List.of(
                                "schedule",
                                "backfill",
                                "greet/daily",
                                "nightly",
                                "--from=2026-11-01T00:00:00Z",
                                "--to=2026-11-08T00:00:00Z",
                                "-w"));
        words.addAll(List.of(more));
        return shell.type(words.toArray(String[]::new));
    }

    /** One after another, the last for ever. */
    private void shows(String... backfills) {
        var looks = new AtomicInteger();
        server.on(
                "GET " + ALL + "/" + BACKFILL,
                http ->
                        http.result(
                                backfills[
                                        Math.min(looks.getAndIncrement(), backfills.length - 1)]));
    }

    private static String backfill(String state, int underWay, int completed, int failed) {
        return """
        {"id": "%s", "state": "%s", "requested": %d, "underWay": %d, "completed": %d,
         "failed": %d, "count": 7, "message": "Well."}\
        """
                .formatted(
                        BACKFILL,
                        state,
                        underWay + completed + failed,
                        underWay,
                        completed,
                        failed);
    }
}

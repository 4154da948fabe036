package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code orrery audit} against a stand-in for a server. */
class AuditCommandsTest {

    private static final String ID = "0199c0de-4a4d-8ef4-bdaa-3676c0ec2d2b";
    private static final String OTHER = "0199c0de-0000-8ef4-bdaa-3676c0ec2d2b";

    @TempDir private Path folder;
    private StandIn server;
    private Shell shell;

    @BeforeEach
    void start() {
        server = new StandIn();
        shell = Shell.in(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_history_ends_with_the_newest_and_says_what_each_changed() {
        server.on(
                "GET /v1/audit/history/" + ID + "?order=newest&limit=2",
                200,
                """
                {"items": [
                  {"id": "0:7", "time": "2026-11-23T08:00:01.5Z", "type": "RunLeased", "actor": "runner:a",
                   "reason": null, "causationId": "0:6", "commandId": null, "changes": [
                     {"path": "/runner", "before": null, "after": "a@1"},
                     {"path": "/tags", "before": ["x"]}]},
                  {"id": "0:6", "time": "2026-11-23T08:00:00Z", "type": "RunRequested", "actor": "local",
                   "reason": "month's end", "causationId": null, "commandId": "c-1", "changes": []}],
                 "next": "c"}\
                """);
        shell.type("audit", "history", ID, "--limit", "1")
                .ends(0)
                .prints(
                        """
                        0:7  2026-11-23T08:00:01Z  RunLeased  by runner:a
                          follows from: 0:6
                          + /runner: "a@1"
                          - /tags: ["x"]
                        """)
                .says("There are earlier ones");
    }

    @Test
    void each_cause_is_further_in_than_what_it_led_to() {
        server.on(
                "GET /v1/audit/why/" + ID,
                200,
                """
                {"run": "%s", "next": "%s", "links": [
                  {"sentence": "One.", "time": "2026-11-23T08:00:00Z", "event": "0:7", "reason": null},
                  {"sentence": "Two.", "time": "2026-11-22T08:00:00Z", "event": "1:2", "reason": "so"}]}\
                """
                        .formatted(ID, OTHER));
        shell.type("audit", "why", ID)
                .ends(0)
                .prints(
                        """
                        One.
                          at 2026-11-23T08:00:00Z, event 0:7
                            Two.
                              at 2026-11-22T08:00:00Z, event 1:2, because: so
                                It goes on from run %s.
                        """
                                .formatted(OTHER));
    }

    @Test
    void a_time_becomes_a_position_before_anything_is_read() {
        server.on(
                        "GET /v1/audit/moments?at=2026-11-22T07%3A00%3A00Z",
                        200, "{\"position\": \"0:3,1:0\", \"time\": \"2026-11-22T06:59:58Z\"}")
                .on(
                        "GET /v1/audit/asof/runs?at=0%3A3%2C1%3A0&state=failed&limit=51",
                        200, "{\"items\": [{\"id\": \"" + ID + "\"}], \"next\": null}");
        shell.type(
                        "audit",
                        "asof",
                        "2026-11-22T08:00:00+01:00",
                        "runs",
                        "--state",
                        "failed",
                        "-o",
                        "name")
                .ends(0)
                .prints(ID + "\n")
                .says("As of 2026-11-22T06:59:58Z, position 0:3,1:0.");
    }

    @Test
    void what_is_no_run_is_a_deployment() {
        server.on("GET /v1/audit/moments?at=0%3A3", 200, "{\"position\": \"0:3\", \"time\": null}")
                .on("GET /v1/deployments/" + ID, 200, "{\"id\": \"" + ID + "\"}")
                .on(
                        "GET /v1/audit/asof/deployments/" + ID + "?at=0%3A3",
                        200,
                        "{\"id\": \"" + ID + "\", \"flow\": \"greet\", \"name\": \"daily\"}");
        shell.type("audit", "asof", "0:3", ID, "-o", "name")
                .ends(0)
                .prints("greet/daily\n")
                .says("the time before all events");
        assertThat(server.asked()).contains("HEAD /v1/runs/" + ID);
    }

    @Test
    void options_are_of_what_they_narrow() {
        shell.type("audit", "asof", "soon", "runs").ends(2).says("MOMENT takes a time");
        server.on("GET /v1/audit/moments", 200, "{\"position\": \"0:3\", \"time\": null}");
        shell.type("audit", "asof", "0:3", "runs", "--flow", "a").ends(2).says("--flow");
        shell.type("audit", "asof", "0:3", "a/b", "--state", "failed").ends(2).says("--state");
        shell.type("audit", "asof", "0:3", "runs", "--revisions").ends(2).says("--revisions");
    }
}

package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code orrery events tail} against a stand-in for a server. */
class EventsTailTest {

    private static final String ID = "0199c0de-4a4d-8ef4-bdaa-3676c0ec2d2b";

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
    void the_last_ones_are_told_the_newest_last() {
        server.on(
                "GET /v1/events?subject=" + ID + "&order=newest&limit=20",
                200,
                page("3:2", event("3:2", "RunStarted"), event("3:1", "RunLeased")));
        shell.type("events", "tail", ID, "-o", "name").ends(0).prints("3:1\n3:2\n");
    }

    @Test
    void those_of_everything_say_what_they_are_of() {
        server.on(
                "GET /v1/events?order=newest&limit=2",
                200,
                page("0:7,3:2", event("3:2", "RunStarted"), event("0:7", "RunLeased")));
        shell.type("events", "tail", "-n", "2")
                .ends(0)
                .prints(
                        """
                        0:7  T  local  RunLeased   %s
                        3:2  T  local  RunStarted  %s
                        """
                                .formatted(ID, ID));
    }

    @Test
    void those_of_a_deployment_come_with_its_runs_where_that_is_asked_for() {
        var deployment = "0199c0de-0000-8ef4-bdaa-3676c0ec2d2b";
        server.on("GET /v1/deployments/greet/daily", 200, "{\"id\": \"" + deployment + "\"}");
        server.on(
                "GET /v1/events?deployment=" + deployment + "&order=newest&limit=20",
                200,
                page("3:2", event("3:2", "RunStarted")));
        shell.type("events", "tail", "greet/daily", "--with-runs")
                .ends(0)
                .prints("3:2  T  local  RunStarted  " + ID + "\n");
        shell.type("events", "tail", "--with-runs").ends(2).says("say which");
    }

    @Test
    void what_a_schedule_skipped_is_told_with_the_reason() {
        var deployment = "0199c0de-0000-8ef4-bdaa-3676c0ec2d2b";
        server.on("GET /v1/deployments/greet/daily", 200, "{\"id\": \"" + deployment + "\"}");
        var data =
                """
                {"schedule": "S", "first": "2026-11-20T02:00:00Z", "last": "2026-11-22T02:00:00Z",
                 "count": 3, "reason": "The server was away.", "next": "2026-11-23T02:00:00Z"}\
                """;
        server.on(
                "GET /v1/events?deployment="
                        + deployment
                        + "&type=ScheduleSkipped&order=newest&limit=20",
                200,
                page("3:2", event("3:2", "ScheduleSkipped", data)));
        shell.type("events", "tail", "greet/daily", "--with-runs", "--type", "ScheduleSkipped")
                .ends(0)
                .prints(
                        "3:2  T  local  ScheduleSkipped  "
                                + ID
                                + "  count=3 first=2026-11-20T02:00:00Z"
                                + " last=2026-11-22T02:00:00Z reason=The server was away.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RunRetryScheduled | {'attempt': 2, 'failure': {'message': 'It ended with 3.'}} |"
                        + " attempt=2 failure.message=It ended with 3.",
                "BackfillFired | {'nominal': '2026-11-20T02:00:00Z', 'run': 'R'} |"
                        + " nominal=2026-11-20T02:00:00Z",
                "BackfillEnded | {'end': 'CANCELLED', 'message': 'Somebody did.'} |"
                        + " end=CANCELLED message=Somebody did.",
                "RunFailed | {'attempt': 1, 'message': 'No.', 'exitCode': 3} |"
                        + " attempt=1 message=No. exitCode=3"
            })
    void a_line_says_what_matters_of_an_event(String type, String data, String told) {
        server.on(
                "GET /v1/events?subject=" + ID + "&order=newest&limit=20",
                200,
                page("3:2", event("3:2", type, data.replace('\'', '"'))));
        shell.type("events", "tail", ID)
                .ends(0)
                .prints("3:2  T  local  " + type + "  " + told + "\n");
    }

    @Test
    void what_follows_a_position_is_told_whole_whatever_the_pages() {
        server.on(
                "GET /v1/events?type=RunLeased&limit=200&after=0%3A6",
                200, page("0:7,3:0", event("0:7", "RunLeased")).replace("null", "\"0:7,3:0\""));
        server.on(
                "GET /v1/events?type=RunLeased&limit=200&after=0%3A7%2C3%3A0",
                200, page("0:7,3:2", event("3:1", "RunLeased")));
        shell.type("events", "tail", "--after", "0:6", "--type", "RunLeased", "-o", "name")
                .ends(0)
                .prints("0:7\n3:1\n");
    }

    @Test
    void a_tail_that_is_cut_off_says_where_it_was() {
        server.on("GET /v1/events?order=newest&limit=1", 200, page("3:1", event("3:1", "A")));
        server.on("GET /v1/events?limit=200&after=3%3A1", 200, page("3:2", event("3:2", "B")));
        server.problem("GET /v1/events?limit=200&after=3%3A2", 504, "TIMED_OUT", "It is late");
        var typed = shell.type("events", "tail", "-f", "-n", "1", "-o", "name");
        typed.ends(6).prints("3:1\n3:2\n").says("With --after 3:2 it goes on from here.");
    }

    @Test
    void a_number_and_a_position_are_not_said_together() {
        shell.type("events", "tail", "--after", "0:1", "-n", "3").ends(2).says("--after");
        assertThat(server.asked()).isEmpty();
    }

    private static String event(String id, String type) {
        return event(id, type, "{}");
    }

    private static String event(String id, String type, String data) {
        return """
        {"id": "%s", "time": "T", "type": "%s", "actor": "local", "subject": "%s", "data": %s}\
        """
                .formatted(id, type, ID, data);
    }

    private static String page(String position, String... events) {
        return "{\"items\": [%s], \"next\": null, \"position\": \"%s\"}"
                .formatted(String.join(", ", events), position);
    }
}

package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import dev.orrery.cli.http.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules: listed, previewed. */
class ScheduleCommandsTest {

    private static final String ID = "01a202cd-c726-8ef4-be05-5ac4cdae906b";

    private static final String DAILY =
            """
            {"id": "%s", "flow": "greet", "name": "daily", "paused": false,
             "document": {"schedules": [
               {"name": "nightly", "cron": {"expression": "30 2 * * *",
                "timezone": "Europe/Berlin"}, "interval": null, "parameters": {}, "active": true,
                "start": null, "jitterSeconds": 0},
               {"name": "often", "interval": {"seconds": 900, "anchor": null}, "active": false,
                "jitterSeconds": 60}]},
             "schedules": [
               {"name": "nightly", "cron": {"expression": "30 2 * * *",
                "timezone": "Europe/Berlin"}, "active": true, "next": "2026-11-23T01:30:00Z",
                "lastSkipped": {"first": "2026-11-20T01:30:00Z", "last": "2026-11-21T01:30:00Z",
                 "count": 2, "reason": "The server was away.", "at": "2026-11-21T09:00:00Z"}},
               {"name": "often", "interval": {"seconds": 900,
                 "timezone": "Asia/Tokyo"}, "active": false, "next": null}]}\
            """
                    .formatted(ID);

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
        server.on("GET /v1/deployments", 200, "{\"items\": [" + DAILY + "], \"next\": null}");
        server.on("GET /v1/deployments/greet/daily", 200, DAILY);
        server.on(
                "POST /v1/schedules/preview",
                200,
                """
                {"times": [{"nominal": "2026-03-29T01:30:00Z", "latest": "2026-03-29T01:31:00Z",
                            "local": "2026-03-29T03:30+02:00"},
                           {"nominal": "2026-03-30T00:30:00Z", "latest": "2026-03-30T00:30:00Z",
                            "local": "2026-03-30T02:30+02:00"}]}\
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ls_is_a_table_of_all_or_of_one_deployment() {
        var table =
                """
                DEPLOYMENT   SCHEDULE  RULE        ZONE           NEXT                  LAST SKIPPED          STATUS
                greet/daily  nightly   30 2 * * *  Europe/Berlin  2026-11-23T01:30:00Z  2026-11-21T01:30:00Z  active
                greet/daily  often     every 15m   Asia/Tokyo                                                 off
                """;
        shell.type("schedule", "ls").ends(0).prints(table);
        shell.type("schedule", "ls", "-d", "greet/daily").ends(0).prints(table);
        shell.type("schedule", "ls", "-o", "name")
                .ends(0)
                .prints("greet/daily nightly\ngreet/daily often\n");
        assertThat(shell.type("schedule", "ls", "-o", "yaml").ends(0).out())
                .contains("count: 2", "The server was away.");
    }

    @Test
    void the_schedules_of_a_deployment_that_is_deleted_fire_no_more() {
        server.on(
                "GET /v1/deployments/greet/daily",
                200,
                DAILY.replace("\"paused\"", "\"deleted\": true, \"paused\""));
        assertThat(shell.type("schedule", "ls", "-d", "greet/daily").ends(0).out())
                .contains("  deleted\n")
                .doesNotContain("active", "off");
        shell.type("schedule", "preview", "greet/daily").ends(3).prints("").says("is deleted");
        shell.type("schedule", "preview", "greet/daily", "nightly").ends(3).says("is deleted");
    }

    @Test
    void preview_says_why_nothing_comes() {
        server.on("GET /v1/deployments/greet/daily", 200, DAILY.replace("false", "true"));
        shell.type("schedule", "preview", "greet/daily")
                .ends(0)
                .says("'greet/daily' is paused: no schedule fires until");

        server.on("GET /v1/deployments/greet/daily", 200, DAILY.replace("true", "false"));
        shell.type("schedule", "preview", "greet/daily")
                .ends(0)
                .says("It has no schedule that is switched on");

        server.on("GET /v1/deployments/greet/daily", 200, DAILY);
        server.on("POST /v1/schedules/preview", 200, "{\"times\": []}");
        shell.type("schedule", "preview", "greet/daily")
                .ends(0)
                .says("No nominal time is to come.");
    }

    @Test
    void preview_shows_the_times_of_a_schedule_with_the_window_of_its_jitter() {
        shell.type("schedule", "preview", "greet/daily", "nightly", "--count", "5")
                .ends(0)
                .prints(
                        """
                        SCHEDULE  NOMINAL               LOCAL                   LATEST START
                        nightly   2026-03-29T01:30:00Z  2026-03-29T03:30+02:00  2026-03-29T01:31:00Z
                        nightly   2026-03-30T00:30:00Z  2026-03-30T02:30+02:00
                        """);

        var asked = Json.read(server.last("POST /v1/schedules/preview").body());
        assertThat(asked.at("/count").asInt()).isEqualTo(5);
        assertThat(asked.at("/schedule").toString())
                .isEqualTo(
                        "{\"name\":\"nightly\",\"cron\":{\"expression\":\"30 2 * * *\","
                                + "\"timezone\":\"Europe/Berlin\"}}");
    }

    @Test
    void preview_of_a_deployment_is_of_the_schedules_that_are_on() {
        shell.type("schedule", "preview", "greet/daily", "--count", "1", "-o", "name")
                .ends(0)
                .prints("2026-03-29T01:30:00Z\n");
        assertThat(server.asked().stream().filter("POST /v1/schedules/preview"::equals)).hasSize(1);

        shell.type("schedule", "preview", "greet/daily", "often").ends(0);
        var asked = Json.read(server.last("POST /v1/schedules/preview").body());
        assertThat(asked.at("/schedule/jitterSeconds").asInt()).isEqualTo(60);
    }

    @Test
    void preview_tries_a_rule_that_nobody_has() {
        shell.type("schedule", "preview", "--cron", "30 2 * * *", "--timezone", "Europe/Berlin")
                .ends(0);
        var asked = Json.read(server.last("POST /v1/schedules/preview").body());
        assertThat(asked.at("/schedule/cron/timezone").asText()).isEqualTo("Europe/Berlin");

        shell.type("schedule", "preview", "--interval", "15m", "--after", "2026-01-01T00:00:00Z")
                .ends(0);
        asked = Json.read(server.last("POST /v1/schedules/preview").body());
        assertThat(asked.at("/schedule/interval/seconds").asInt()).isEqualTo(900);
        assertThat(asked.at("/after").asText()).isEqualTo("2026-01-01T00:00:00Z");

        shell.type("schedule", "preview", "--interval", "1d", "--timezone", "Asia/Tokyo").ends(0);
        asked = Json.read(server.last("POST /v1/schedules/preview").body());
        assertThat(asked.at("/schedule/interval/timezone").asText()).isEqualTo("Asia/Tokyo");
    }

    @Test
    void preview_is_of_one_thing() {
        shell.type("schedule", "preview").ends(2).says("Name a deployment");
        shell.type("schedule", "preview", "greet/daily", "--cron", "* * * * *").ends(2);
        shell.type("schedule", "preview", "greet/daily", "--timezone", "UTC")
                .ends(2)
                .says("--timezone is of a rule");
        shell.type("schedule", "preview", "greet/daily", "weekly").ends(3).says("weekly");
    }
}

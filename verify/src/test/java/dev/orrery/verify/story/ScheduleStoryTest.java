package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.every;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that runs by itself. */
class ScheduleStoryTest {

    @Test
    void each_nominal_time_fires_once_until_the_deployment_is_paused(@TempDir Path data) {
        try (var server = Server.start(data)) {
            var http = server.http();
            var created = http.deploy("tick/second", every(1, command("true"))).is(201);
            await().until(() -> completed(http.all(RUNS)).size() >= 4);

            var paused = http.post("/v1/deployments/tick/second/pause").is(200);
            var deployment =
                    http.get("/v1/deployments/tick/second", "Orrery-Position", paused.position());
            http.all(RUNS).forEach(run -> http.awaitRun(run.path("id").asText(), "COMPLETED"));
            var end = server.kafka().logEnd();

            var runs = http.all(RUNS);
            assertThat(runs).allMatch(run -> run.at("/cause/kind").asText().equals("SCHEDULE"));
            var nominal = runs.stream().map(run -> time(run.at("/cause/nominal"))).toList();
            assertThat(nominal).doesNotHaveDuplicates();
            var fired =
                    http.all("/v1/events?subject=" + deployment.at("/schedules/0/id")).stream()
                            .filter(event -> event.path("type").asText().equals("ScheduleFired"))
                            .map(event -> time(event.at("/data/nominal")))
                            .toList();
            assertThat(fired).containsExactlyElementsOf(nominal.reversed());
            assertThat(fired).allMatch(time -> time.toEpochMilli() % 1_000 == 0);
            assertThat(http.all("/v1/events?subject=" + created.id()))
                    .extracting(event -> event.path("type").asText())
                    .containsExactly("DeploymentCreated", "DeploymentPaused");

            // Two nominal times pass with the schedule stopped.
            var later = Instant.now().plusSeconds(2);
            await().until(() -> Instant.now().isAfter(later));
            assertThat(server.kafka().logEnd()).isEqualTo(end);
            server.kafka().log().isWhole();
        }
    }

    /** Without it, seven runs for seven days would each do the work of today. */
    @Test
    void each_run_of_a_backfill_is_told_the_day_that_it_is_for(@TempDir Path data) {
        try (var server = Server.start(data)) {
            var http = server.http();
            var script = "echo $ORRERY_SCHEDULED_TIME {{ORRERY_SCHEDULED_TIME}}";
            http.deploy("report/daily", every(24 * 60 * 60, shell(script))).is(201);
            var range = "{\"from\": \"2025-03-01T00:00:00Z\", \"to\": \"2025-03-03T12:00:00Z\"}";
            http.post("/v1/deployments/report/daily/schedules/often/backfill", range).is(201);
            await().until(() -> completed(http.all(REPORTS)).size() == 3);

            var runs = http.all(REPORTS).reversed();
            assertThat(runs)
                    .extracting(run -> http.printed(run.path("id").asText()))
                    .containsExactly(
                            List.of("2025-03-01T00:00:00Z 2025-03-01T00:00:00Z"),
                            List.of("2025-03-02T00:00:00Z 2025-03-02T00:00:00Z"),
                            List.of("2025-03-03T00:00:00Z 2025-03-03T00:00:00Z"));

            var first = runs.getFirst().path("id").asText();
            var again = http.post("/v1/runs/" + first + "/rerun").is(201).id();
            http.awaitRun(again, "COMPLETED")
                    .has("/cause/kind", "COMMAND")
                    .has("/cause/nominal", "2025-03-01T00:00:00Z")
                    .has("/cause/rerunOf", first);
            assertThat(http.printed(again))
                    .containsExactly("2025-03-01T00:00:00Z 2025-03-01T00:00:00Z");
            server.kafka().log().isWhole();
        }
    }

    private static final String REPORTS = "/v1/runs?deployment=report/daily";
    private static final String RUNS = "/v1/runs?deployment=tick/second";

    private static List<JsonNode> completed(List<JsonNode> runs) {
        return runs.stream()
                .filter(run -> run.at("/state/type").asText().equals("COMPLETED"))
                .toList();
    }

    private static Instant time(JsonNode node) {
        return Instant.parse(node.asText());
    }
}

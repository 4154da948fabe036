package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.every;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule's past that is made up for, with a run that fails on its way. */
class BackfillStoryTest {

    private static final int DAY_SECONDS = 86_400;

    @Test
    void it_counts_its_runs_lists_them_and_waits_for_one_that_is_retried(@TempDir Path temporary) {
        try (var server = Server.start(temporary.resolve("data"))) {
            var http = server.http();
            // The first run makes the folder and fails; the others find it.
            var script = "mkdir '%s' 2>&- && exit 3; exit 0".formatted(temporary.resolve("first"));
            http.deploy("fill/daily", every(DAY_SECONDS, shell(script))).is(201);
            var backfills = "/v1/deployments/fill/daily/backfills";

            var id = backfill(http);
            await().until(() -> http.get(backfills + "/" + id).at("/state").equals("COMPLETED"));
            http.get(backfills + "/" + id)
                    .has("/requested", "3")
                    .has("/underWay", "0")
                    .has("/completed", "2")
                    .has("/failed", "1");

            var runs = http.all("/v1/runs?backfill=" + id);
            assertThat(runs).hasSize(3);
            assertThat(nominal(runs)).isSortedAccordingTo((one, other) -> other.compareTo(one));
            assertThat(runs)
                    .allMatch(run -> run.at("/cause/scheduleName").asText().equals("often"));
            var failed = http.all("/v1/runs?state=FAILED&backfill=" + id);
            assertThat(failed).hasSize(1);
            assertThat(http.all("/v1/runs?parent=" + failed.getFirst().path("id").asText()))
                    .isEmpty();

            var run = failed.getFirst().path("id").asText();
            http.post("/v1/runs/" + run + "/retry").is(200);
            http.awaitRun(run, "COMPLETED");
            http.get(backfills + "/" + id).has("/completed", "3").has("/failed", "0");
            server.kafka().log().isWhole();
        }
    }

    /** Of the last three days, one of which may begin as this is asked. */
    private static String backfill(Http http) {
        var to =
                Instant.ofEpochSecond(
                        Math.floorDiv(Instant.now().getEpochSecond(), DAY_SECONDS) * DAY_SECONDS);
        var range =
                Json.object()
                        .put("from", to.minus(Duration.ofDays(2)).toString())
                        .put("to", to.toString());
        return http.post("/v1/deployments/fill/daily/schedules/often/backfill", range.toString())
                .is(201)
                .id();
    }

    private static List<Instant> nominal(List<JsonNode> runs) {
        return runs.stream().map(run -> Instant.parse(run.at("/cause/nominal").asText())).toList();
    }
}

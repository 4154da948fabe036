package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.verify.server.Documents;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log leaves the server as lines, and who was interrupted goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportStoryTest {

    private static final String EXPORT = "/v1/audit/export";
    private static final int DEPLOYMENTS = 12;
    private static final int CUTS = 50;

    private Server server;
    private Http http;
    private String end;

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data);
        http = server.http();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            var name = "export/story-" + i;
            http.run(name, Documents.command("echo", "hello"));
            http.post("/v1/deployments/" + name + "/pause").is(200);
            http.deploy(name, Documents.command("echo", "hello again"));
        }
        end = last(http.get(EXPORT).is(200).text()).path("end").asText();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void an_export_cut_anywhere_and_resumed_is_the_one_made_in_one_go() {
        var whole = export("");
        assertThat(whole).endsWith("{\"end\":\"" + end + "\"}\n");
        long seed = new Random().nextLong();
        LoggerFactory.getLogger(ExportStoryTest.class).info("The seed is {}", seed);
        var random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            int cut = random.nextInt(whole.lastIndexOf("\n{\"end\"") + 1);
            var kept = whole.substring(0, whole.lastIndexOf('\n', cut) + 1);
            var after = after(kept);

            assertThat(kept + export(after.isEmpty() ? "" : "&after=" + after))
                    .as("seed %s, after %s", seed, after)
                    .isEqualTo(whole);
        }
    }

    @Test
    void it_is_what_the_events_are_by_time_and_says_all_that_the_api_says() {
        var events = events(export(""));

        assertThat(events.stream().map(each -> each.path("id").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        http.all("/v1/events").stream()
                                .map(each -> each.path("id").asText())
                                .filter(this::isBeforeEnd)
                                .toList());
        assertThat(events)
                .isSortedAccordingTo((one, other) ->
                        one.path("time").asText().compareTo(other.path("time").asText()));
        var shown = http.all("/v1/events?type=RunRequested").getFirst();
        var exported =
                events.stream()
                        .filter(each -> each.path("id").equals(shown.path("id")))
                        .findFirst()
                        .orElseThrow();
        assertThat(exported.path("data")).isEqualTo(shown.path("data"));
        assertThat(exported.path("partitionkey")).isEqualTo(shown.path("root"));
    }

    @Test
    void a_subject_a_type_and_an_end_choose() {
        var id = http.get("/v1/deployments/export/story-3").id();
        for (var subject : List.of(id, "export/story-3")) {
            assertThat(events(export("&subject=" + subject)))
                    .extracting(each -> each.path("type").asText().replace("dev.orrery.", ""))
                    .containsExactly("DeploymentCreated", "DeploymentPaused", "DeploymentUpdated");
        }
        assertThat(events(export("&type=RunCompleted,DeploymentCreated"))).hasSize(2 * DEPLOYMENTS);
        var first = events(export("")).getFirst();
        var until = http.get(EXPORT + "?until=" + first.path("time").asText()).is(200).text();
        assertThat(events(until)).contains(first).hasSizeLessThan(2 * DEPLOYMENTS);
    }

    @Test
    void what_cannot_be_asked_for_is_refused() {
        for (var query :
                List.of(
                        "after=0",
                        "after=0:999999",
                        "after=99:1",
                        "until=yesterday",
                        "until=0:999999",
                        "subject=nobody",
                        "type=Runs",
                        "from=0:1")) {
            var answer = http.get(EXPORT + "?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.at("/code")).isEqualTo("INVALID_REQUEST");
        }
    }

    private String export(String more) {
        return http.get(EXPORT + "?until=" + end + more).is(200).text();
    }

    private boolean isBeforeEnd(String id) {
        var reached = reached(List.of(end.split(",", -1)));
        var at = reached(List.of(id)).firstEntry();
        return at.getValue() <= reached.getOrDefault(at.getKey(), 0L);
    }

    private static String after(String lines) {
        var reached =
                reached(events(lines).stream().map(each -> each.path("id").asText()).toList());
        return reached.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }

    private static NavigableMap<Integer, Long> reached(List<String> ids) {
        var reached = new TreeMap<Integer, Long>();
        for (var id : ids) {
            var parts = id.split(":", -1);
            reached.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return reached;
    }

    private static List<JsonNode> events(String lines) {
        var events = new ArrayList<JsonNode>();
        for (var line : lines.split("\n", -1)) {
            if (line.startsWith("{\"specversion\"")) {
                events.add(Json.object(line));
            }
        }
        return events;
    }

    private static JsonNode last(String lines) {
        return Json.object(lines.strip().substring(lines.strip().lastIndexOf('\n') + 1));
    }
}

package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.cli.pack.CodePackage;
import dev.orrery.schemas.artifact.ArtifactLimits;
import dev.orrery.schemas.topic.Topics;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Cluster;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.OtherIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry is gone for good, and another one knows none of the ids that the log has. */
class RegistryGoneTest {

    private static final String ALL_ROLES = "api,processor,projector,runner";

    @TempDir Path folder;

    @Test
    void the_log_is_read_without_it_and_goes_on_with_another() throws Exception {
        try (var cluster = Cluster.start(folder)) {
            String run;
            List<String> shown;
            try (var node = cluster.node("a", Map.of("roles", ALL_ROLES))) {
                var http = node.awaitReady();
                push(http);
                run = http.request("gone/pushed").is(201).id();
                http.awaitRun(run, "COMPLETED");
                assertThat(http.printed(run)).containsExactly("pushed code");
                shown = shown(http, run);
            }
            var kafka = cluster.kafka().endpoints().kafka();
            var replay = ChildServer.program(folder, "replay", "--kafka", kafka);
            assertThat(replay.exitCode()).as(replay.output()).isZero();
            assertThat(replay.output()).contains("RunCompleted");

            var other = folder.resolve("other");
            OtherIds.in(other);
            try (var registry = ChildServer.up(other, "--set", "roles=api")) {
                var settings =
                        Map.of(
                                "roles",
                                ALL_ROLES,
                                "schema.registry.url",
                                registry.endpoints().registry());
                try (var node = cluster.node("b", settings)) {
                    goesOn(node.awaitReady(), run, shown);
                }
                assertThat(idsOf(cluster, "dev.orrery.RunRequested"))
                        .as("ids of both registries")
                        .hasSize(2);
                deleteWhatIsBuilt(kafka);
                try (var node = cluster.node("c", settings)) {
                    goesOn(node.awaitReady(), run, shown);
                }
            }
        }
    }

    private static void goesOn(Http http, String run, List<String> shown) {
        await().untilAsserted(() -> assertThat(shown(http, run)).isEqualTo(shown));
        var next = http.request("gone/pushed").is(201).id();
        http.awaitRun(next, "COMPLETED");
        assertThat(http.printed(next)).containsExactly("pushed code");
    }

    private void push(Http http) throws Exception {
        var code = Files.createDirectories(folder.resolve("code"));
        Files.writeString(code.resolve("said.txt"), "pushed code\n");
        var packed = CodePackage.of(code, ArtifactLimits.USUAL);
        http.send("PUT", "/v1/artifacts/" + packed.id(), packed.archive()).is(201);
        var document = shell("cat said.txt");
        document.putObject("code").put("kind", "pushed").put("artifact", packed.id());
        http.deploy("gone/pushed", document).is(201);
    }

    private static List<String> shown(Http http, String run) {
        return List.of(
                http.get("/v1/runs/" + run).is(200).text(),
                http.get("/v1/runs/" + run + "/logs").is(200).text(),
                http.get("/v1/events?subject=" + run).is(200).json().get("items").toString());
    }

    private static List<Integer> idsOf(Cluster cluster, String type) {
        return cluster.kafka().read(Topics.EVENTS).stream()
                .filter(event ->
                        new String(event.headers().lastHeader("ce_type").value(), UTF_8)
                                .equals(type))
                .map(event -> (int) event.value()[4])
                .distinct()
                .toList();
    }

    /** So that state, views and output are built from the log and from the output's topic. */
    private static void deleteWhatIsBuilt(String kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.deleteTopics(
                            List.of(
                                    "orrery-processor-state-changelog",
                                    "orrery-projector-views-changelog",
                                    "orrery-projector-output-changelog"))
                    .all()
                    .get();
        }
    }
}

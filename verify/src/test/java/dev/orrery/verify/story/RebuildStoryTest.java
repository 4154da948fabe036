package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.schemas.event.ViewsEvent;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildAbandoned;
import dev.orrery.schemas.event.ViewsEvent.ViewsRebuildStarted;
import dev.orrery.schemas.event.ViewsEvent.ViewsSwitched;
import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Cluster;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Kafka;
import dev.orrery.verify.server.ReadLoad;
import dev.orrery.verify.server.Reading;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that are built again while they are read. */
class RebuildStoryTest {

    private static final String REBUILDS = "/v1/audit/rebuilds";
    private static final int READS = 100;

    @Test
    void no_read_is_refused_or_goes_back_and_what_is_built_equals_what_was(@TempDir Path data)
            throws Exception {
        try (var server = Server.start(data)) {
            var http = server.http();
            fill(http);
            try (var load = new ReadLoad(http)) {
                load.awaitMore(READS);
                var asked = http.post(REBUILDS, "", "Orrery-Reason", "to see").is(202);
                http.post(REBUILDS).refuses(409, "REBUILD_UNDER_WAY");
                awaitRead(http, 2);
                load.awaitMore(READS);
                assertThat(http.get("/v1/events?type=ViewsRebuildStarted").is(200).text())
                        .contains("to see", asked.position());
            }

            var before = pages(http);
            rebuild(http);
            awaitRead(http, 3);
            assertThat(pages(http)).isEqualTo(before);
            assertThat(server.kafka().log().isWhole().events(ViewsEvent.class))
                    .containsExactly(
                            new ViewsRebuildStarted(2),
                            new ViewsSwitched(2),
                            new ViewsRebuildStarted(3),
                            new ViewsSwitched(3));
            awaitOnly(server.endpoints().kafka(), "orrery-projector-3");
            assertThat(data.resolve("streams/orrery-projector")).doesNotExist();
            assertThat(data.resolve("streams/orrery-projector-3")).exists();
        }
    }

    @Test
    void what_is_given_up_leaves_all_as_it_was(@TempDir Path data) throws Exception {
        try (var server = Server.start(data)) {
            var http = server.http();
            fill(http);
            http.post(REBUILDS + "/2/abandon").refuses(409, "NOT_BEING_BUILT");
            rebuild(http);
            // It is switched to after a second at the soonest.
            http.post(REBUILDS + "/2/abandon", "", "Orrery-Reason", "not now").is(200);
            rebuild(http);
            awaitRead(http, 3);
            assertThat(server.kafka().log().events(ViewsEvent.class))
                    .containsExactly(
                            new ViewsRebuildStarted(2),
                            new ViewsRebuildAbandoned(2),
                            new ViewsRebuildStarted(3),
                            new ViewsSwitched(3));
        }
    }

    @Test
    void it_goes_on_after_a_kill_in_its_middle_and_one_in_the_switch(@TempDir Path data)
            throws Exception {
        Map<String, String> before;
        try (var server = ChildServer.up(data)) {
            var http = server.awaitReady();
            fill(http);
            before = pages(http);
            rebuild(http);
            server.kill();
        }
        try (var server = ChildServer.up(data)) {
            var http = server.awaitReady();
            awaitRead(http, 2);
            assertThat(pages(http)).isEqualTo(before);
            rebuild(http);
            await("the decision")
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> shown(http, "/live").equals("3"));
            server.kill();
        }
        try (var server = ChildServer.up(data)) {
            var http = server.awaitReady();
            awaitRead(http, 3);
            assertThat(pages(http)).isEqualTo(before);
            var kafka = new Kafka(server.endpoints());
            assertThat(kafka.log().isWhole().events(ViewsSwitched.class))
                    .containsExactly(new ViewsSwitched(2), new ViewsSwitched(3));
            awaitOnly(server.endpoints().kafka(), "orrery-projector-3");
        }
    }

    @Test
    void all_nodes_of_a_cluster_follow_one_decision(@TempDir Path folder) throws Exception {
        try (var cluster = Cluster.start(folder)) {
            var a = cluster.node("a", Map.of()).awaitReady();
            var b = cluster.node("b", Map.of()).awaitReady();
            Cluster.awaitSpread(a, b);
            for (int i = 0; i < 12; i++) {
                var name = "spread/d" + i;
                await().until(() -> a.deploy(name, command("true")).status() < 300);
            }
            try (var load = new ReadLoad(a, b)) {
                load.awaitMore(READS);
                rebuild(b);
                awaitRead(a, 2);
                awaitRead(b, 2);
                load.awaitMore(READS);
            }
            assertThat(Reading.everything(b)).isEqualTo(Reading.everything(a));
            assertThat(cluster.kafka().log().isWhole().events(ViewsEvent.class))
                    .containsExactly(new ViewsRebuildStarted(2), new ViewsSwitched(2));
        }
    }

    private static void fill(Http http) {
        for (int i = 0; i < 8; i++) {
            http.deploy("fill/d" + i, command("true")).is(201);
        }
        http.run("fill/d0", shell("echo one; echo two")).has("/state/type", "COMPLETED");
        http.run("fill/d1", command("false")).has("/state/type", "FAILED");
    }

    /** All pages; how far lists of events reach is not a matter of what is in the views. */
    private static Map<String, String> pages(Http http) {
        var pages = Reading.everything(http);
        pages.replaceAll((_, page) -> page.replaceAll("\"position\":\"[^\"]*\"", ""));
        return pages;
    }

    private static void rebuild(Http http) {
        http.post(REBUILDS).is(202);
    }

    private static void awaitRead(Http http, int generation) {
        await("generation " + generation + " to be read")
                .until(() ->
                        shown(http, "/live").equals("" + generation)
                                && shown(http, "/here").equals("" + generation));
    }

    private static String shown(Http http, String pointer) {
        return http.get(REBUILDS).is(200).at(pointer);
    }

    /** Nothing is left of the generations before. */
    private static void awaitOnly(String kafka, String application) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            await("the changelogs of older generations to be deleted")
                    .untilAsserted(() ->
                            assertThat(admin.listTopics().names().get())
                                    .filteredOn(topic -> topic.startsWith("orrery-projector"))
                                    .containsExactlyInAnyOrderElementsOf(
                                            Set.of(
                                                    application + "-views-changelog",
                                                    application + "-output-changelog")));
        }
    }
}

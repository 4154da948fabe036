package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rebuild of the views: asked for, watched, given up. */
class AuditRebuildTest {

    private static final String START = "POST /v1/audit/rebuilds";
    private static final String SHOWN = "GET /v1/audit/rebuilds";

    private final StandIn server = new StandIn();
    private Shell shell = Shell.in(Path.of(""));

    @BeforeEach
    void start() {
        shell = Shell.in(Path.of("").toAbsolutePath(), server);
        server.on(START, 202, "{\"id\": \"1\", \"version\": 3, \"effect\": \"changed\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void it_says_that_they_are_being_rebuilt_and_passes_on_why() {
        shell.type("audit", "rebuild", "--reason", "new disk")
                .ends(0)
                .prints("The views are being rebuilt\n");

        assertThat(server.last(START).headers()).containsEntry("Orrery-Reason", "new disk");
    }

    @Test
    void a_watch_ends_when_the_node_reads_what_was_built() {
        shows(
                // It has not heard of it yet.
                shown(2, 1, 1, null),
                shown(3, 1, 1, 2),
                // Decided, and not yet followed.
                shown(4, 2, 1, null),
                shown(4, 2, 2, null));

        shell.type("audit", "rebuild", "--watch")
                .ends(0)
                .prints("Generation 2 of the views is read\n")
                .says("Generation 2 of the views: 5 of 12 records");
        assertThat(server.asked().stream().filter(SHOWN::equals)).hasSize(4);
    }

    @Test
    void a_watch_of_what_was_given_up_fails() {
        shows(shown(3, 1, 1, 2), shown(4, 1, 1, null));

        shell.type("audit", "rebuild", "--watch").ends(1).says("was abandoned");
    }

    @Test
    void one_under_way_is_a_conflict() {
        server.problem(START, 409, "REBUILD_UNDER_WAY", "Generation 2 is being built.");

        shell.type("audit", "rebuild").ends(5).says("Generation 2 is being built.");
    }

    @Test
    void abandon_gives_up_the_one_that_is_built() {
        shows(shown(3, 1, 1, 2));
        server.on("POST /v1/audit/rebuilds/2/abandon", 200, "{\"id\": \"1\"}");

        shell.type("audit", "rebuild", "--abandon")
                .ends(0)
                .prints("Abandoned generation 2 of the views\n");
    }

    @Test
    void abandon_without_one_is_a_conflict() {
        shows(shown(0, 1, 1, null));

        shell.type("audit", "rebuild", "--abandon").ends(5).says("not being rebuilt");
    }

    @Test
    void nobody_watches_what_is_given_up() {
        shell.type("audit", "rebuild", "--abandon", "--watch").ends(2);
    }

    private void shows(String... bodies) {
        var left = new ArrayDeque<>(List.of(bodies));
        server.on(
                SHOWN, http -> http.result(left.size() > 1 ? left.removeFirst() : left.getFirst()));
    }

    private static String shown(long version, int live, int here, @Nullable Integer building) {
        return """
        {"version": %d, "live": %d, "here": %d, "building": %s, "stopped": null,
         "progress": [{"topic": "orrery.events", "partition": 0, "position": 2, "end": 4},
                      {"topic": "orrery.events", "partition": 1, "position": 3, "end": 8}]}
        """
                .formatted(version, live, here, building);
    }
}

package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.server.Processes;
import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run is held: for longer than a lease, and no longer than its server. */
class LeaseStoryTest {

    @Test
    void a_run_that_is_longer_than_its_lease_keeps_it_by_renewals(@TempDir Path data) {
        try (var server = Server.start(data, Map.of("lease.seconds", "4"))) {
            var run = server.http().run("lease/long", shell("sleep 12; echo done"));
            run.has("/state/type", "COMPLETED").has("/attempt", "1");
        }
    }

    @Test
    void a_server_that_stops_in_mid_run_ends_the_run_and_says_so(@TempDir Path data) {
        var token = "orrery-" + UUID.randomUUID();
        var settings = Map.of("runner.drain.seconds", "3", "runner.grace.seconds", "1");
        String drained;
        String ended;
        try (var server = Server.start(data, settings)) {
            var http = server.http();
            http.deploy("stop/soon", shell("sleep 1; echo done")).is(201);
            http.deploy("stop/never", shell("sleep 600; : " + token)).is(201);
            ended = http.request("stop/never").is(201).id();
            http.awaitRun(ended, "RUNNING");
            drained = http.request("stop/soon").is(201).id();
            http.awaitRun(drained, "RUNNING", "COMPLETED");
        }
        assertThat(Processes.with(token)).isEmpty();
        try (var server = Server.start(data, settings)) {
            server.http().awaitRun(drained, "COMPLETED");
            var crashed = server.http().awaitRun(ended, "CRASHED").has("/attempt", "1");
            assertThat(crashed.at("/state/message"))
                    .isEqualTo("The runner was stopped while the run was executing.");
        }
    }
}

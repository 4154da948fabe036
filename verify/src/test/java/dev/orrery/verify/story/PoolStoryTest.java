package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.server.Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process that serves several pools, with room for one run. */
class PoolStoryTest {

    @Test
    void pools_of_one_process_share_its_runner_and_its_room(@TempDir Path data) throws Exception {
        var settings = Map.of("pools", "default,gpu,slow", "runner.capacity", "1");
        try (var server = Server.start(data, settings)) {
            var http = server.http();
            for (var pool : new String[] {"default", "gpu", "slow"}) {
                var document = shell("echo $$; [ ! -e busy ]; touch busy; sleep 0.5; rm busy");
                document.put("pool", pool).put("path", data.toString());
                http.deploy("pool/" + pool, document).is(201);
            }
            var runs = new String[6];
            for (int i = 0; i < runs.length; i++) {
                var pool = new String[] {"default", "gpu", "slow"}[i % 3];
                runs[i] = http.request("pool/" + pool).is(201).id();
            }
            for (var run : runs) {
                // Two at once would meet in the folder, and another runner's greeting crash it.
                http.awaitRun(run, "COMPLETED").has("/attempt", "1");
            }
        }
        assertThat(data.resolve("busy")).doesNotExist();
    }

    @Test
    void what_one_pool_holds_is_not_crashed_by_the_start_of_another(@TempDir Path data) {
        String run;
        var withoutRunner = Map.of("pools", "default,gpu", "roles", "api,processor,projector");
        try (var server = Server.start(data, withoutRunner)) {
            server.http().deploy("pool/first", shell("sleep 1")).is(201);
            run = server.http().request("pool/first").is(201).id();
        }
        try (var server = Server.start(data, Map.of("pools", "default,gpu"))) {
            server.http().awaitRun(run, "COMPLETED").has("/attempt", "1");
        }
    }
}

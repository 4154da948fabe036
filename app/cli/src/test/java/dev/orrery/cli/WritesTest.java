package dev.orrery.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.StandIn.Asked;
import dev.orrery.cli.Typed.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is done once, however often it is asked for under one key, and says why. */
class WritesTest {

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final String RUN = "01a2030c-c14b-892d-b64b-c65d676d302a";

    private final StandIn server = new StandIn();
    private final Shell shell = Shell.in(HERE, server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void key_and_reason_are_sent() {
        server.on("POST /v1/deployments/a/b/runs", 201, "{\"id\": \"" + RUN + "\"}");
        shell.type("deployment", "run", "a/b", "--key", "night-7", "--reason", "Für 夜").ends(0);
        var asked = server.last("POST /v1/deployments/a/b/runs");
        assertThat(key(asked)).isEqualTo("night-7");
        // As Jetty reads headers; they are sent in UTF-8.
        var reason = String.valueOf(asked.headers().get("Orrery-Reason")).getBytes(ISO_8859_1);
        assertThat(new String(reason, UTF_8)).isEqualTo("Für 夜");

        shell.type("deployment", "run", "a/b").ends(0);
        assertThat(server.last("POST /v1/deployments/a/b/runs").headers())
                .doesNotContainKey("Orrery-Reason");
        assertThat(key(server.last("POST /v1/deployments/a/b/runs"))).hasSize(36);
    }

    @Test
    void each_write_of_a_command_has_a_key_which_it_has_again() {
        server.problem("POST /v1/runs/" + RUN + "/rerun", 410, "RUN_ARCHIVED", "Long ago");
        server.on("GET /v1/runs/" + RUN, 200, "{\"deployment\": {\"id\": \"d\"}}");
        server.on("POST /v1/deployments/d/runs", 201, "{\"id\": \"" + RUN + "\"}");
        var keys = new ArrayList<List<String>>();
        for (int i = 0; i < 2; i++) {
            shell.type("run", "rerun", RUN, "--key", "k").ends(0);
            keys.add(
                    List.of(
                            key(server.last("POST /v1/runs/" + RUN + "/rerun")),
                            key(server.last("POST /v1/deployments/d/runs"))));
        }
        assertThat(keys.getFirst()).doesNotHaveDuplicates().startsWith("k");
        assertThat(keys.getLast()).isEqualTo(keys.getFirst());
    }

    @Test
    void where_nobody_knows_whether_it_was_done_the_key_is_told() {
        var path = "POST /v1/deployments/a/b/pause";
        server.problem(path, 504, "TIMED_OUT", "No answer came in time");
        var typed = shell.type("deployment", "pause", "a/b").ends(6);
        assertThat(typed.err())
                .isEqualTo(
                        "orrery: No answer came in time. (TIMED_OUT) To be safe ask again with"
                                + " --key "
                                + key(server.last(path))
                                + ", and it is done once.\n");
        typed = shell.type("deployment", "pause", "a/b", "--key", "mine").ends(6);
        assertThat(typed.err()).contains("--key mine, ");

        server.problem(path, 504, "DEADLINE_PASSED", "It was not done");
        typed = shell.type("deployment", "pause", "a/b").ends(6);
        assertThat(typed.err()).isEqualTo("orrery: It was not done. (DEADLINE_PASSED)\n");
    }

    @Test
    void a_server_that_goes_away_may_have_done_it() throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> closeAll(socket));
            var address = "http://127.0.0.1:" + socket.getLocalPort();
            var gone = Shell.in(HERE).with("ORRERY_API_URL", address);
            gone.type("deployment", "pause", "a/b", "--key", "mine")
                    .ends(7)
                    .says(
                            "The server at "
                                    + address
                                    + " went away before it answered; ask again with --key mine,"
                                    + " and it is done once.");
            gone.type("deployment", "ls").ends(7).says("No server answers at " + address);
        }
    }

    @Test
    void nobody_there_did_nothing() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var typed =
                Shell.in(HERE)
                        .with("ORRERY_API_URL", "http://127.0.0.1:" + free)
                        .type("deployment", "pause", "a/b")
                        .ends(7)
                        .says("No server answers");
        assertThat(typed.err()).doesNotContain("--key");
    }

    @Test
    void what_can_not_be_sent_is_usage() {
        shell.type("deployment", "pause", "a/b", "--key", "a b").ends(2).says("--key takes");
        shell.type("deployment", "pause", "a/b", "--key", "").ends(2).says("--key takes");
        shell.type("deployment", "pause", "a/b", "--reason", "a\nb").ends(2).says("--reason takes");
        shell.type("deployment", "pause", "a/b", "--reason", " ").ends(2).says("--reason takes");
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deployment create",
                "deployment apply-loaded",
                "deployment run",
                "deployment rollback",
                "deployment pause",
                "deployment resume",
                "deployment delete",
                "schedule backfill",
                "schedule cancel-backfill",
                "run cancel",
                "run pause",
                "run resume",
                "run retry",
                "run rerun"
            })
    void each_command_that_writes_takes_both(String words) {
        var help = shell.type((words + " --help").split(" ", -1)).ends(0).out();
        assertThat(help).contains("--key=KEY").contains("--reason=TEXT");
    }

    private static String key(Asked asked) {
        return String.valueOf(asked.headers().get("Idempotency-Key"));
    }

    private static void closeAll(ServerSocket socket) {
        try {
            while (true) {
                socket.accept().close();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}

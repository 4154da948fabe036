package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.Typed.Shell;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes wrong is one sentence and an exit code. */
class RefusalsTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({
        "400, 2", "401, 4", "403, 4", "404, 3", "409, 5", "410, 5", "412, 5", "413, 2", "422, 2",
        "500, 1", "504, 6"
    })
    void each_status_has_its_exit_code(int status, int exitCode) {
        try (var server = new StandIn()) {
            server.problem("GET /v1/flows", status, "SOME_CODE", "Something is wrong");
            var typed = Shell.in(HERE, server).type("flow", "ls").ends(exitCode);
            assertThat(typed.err()).isEqualTo("orrery: Something is wrong. (SOME_CODE)\n");
            assertThat(typed.out()).isEmpty();
        }
    }

    @Test
    void an_answer_of_a_copy_is_shown_and_its_age_is_said_once() {
        try (var server = new StandIn()) {
            var lists = new AtomicInteger();
            server.on(
                    "GET /v1/flows",
                    http ->
                            http.header("Age", "7")
                                    .result(
                                            lists.incrementAndGet() == 1
                                                    ? "{\"items\": [], \"next\": \"more\"}"
                                                    : "{\"items\": [], \"next\": null}"));
            var typed = Shell.in(HERE, server).type("flow", "ls").ends(0);
            assertThat(typed.err())
                    .startsWith(
                            "A node of the cluster is away: what is shown may lack what happened in"
                                    + " the last 7 s.\n")
                    .containsOnlyOnce("away");
            assertThat(lists).hasValue(2);
        }
    }

    /** The JDK's client gives up on the answer to a request with a body that it streams. */
    @Test
    void who_is_not_known_is_told_so_after_a_write_too() {
        try (var server = new StandIn()) {
            server.problem("POST /v1/deployments/f/n/pause", 401, "NO_KEY", "Who are you");
            server.on("GET /v1/deployments/f/n", 200, "{\"flow\": \"f\", \"name\": \"n\"}");
            var typed = Shell.in(HERE, server).type("deployment", "pause", "f/n").ends(4);
            assertThat(typed.err()).isEqualTo("orrery: Who are you. (NO_KEY)\n");
        }
    }

    @Test
    void a_key_is_sent_with_each_request_and_shown_nowhere(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("key"), "from-file\n");
        try (var server = new StandIn()) {
            server.on("GET /v1/flows", 200, "{\"items\": []}");
            var shell = Shell.in(folder, server);
            shell.type("flow", "ls").ends(0);
            assertThat(server.last("GET /v1/flows").headers()).doesNotContainKey("Authorization");

            var byFile = shell.with("ORRERY_API_KEY_FILE", "key");
            byFile.type("flow", "ls").ends(0);
            assertThat(server.last("GET /v1/flows").headers())
                    .containsEntry("Authorization", "Bearer from-file");

            byFile.with("ORRERY_API_KEY", " hush ").type("flow", "ls").ends(0);
            assertThat(server.last("GET /v1/flows").headers())
                    .containsEntry("Authorization", "Bearer hush");
        }
    }

    @Test
    void a_key_that_can_not_be_sent_is_told_and_not_shown(@TempDir Path folder) {
        try (var server = new StandIn()) {
            var shell = Shell.in(folder, server);
            var typed = shell.with("ORRERY_API_KEY", "hu\nsh").type("flow", "ls").ends(2);
            assertThat(typed.err())
                    .contains("no API key in ORRERY_API_KEY:")
                    .doesNotContain("hu\nsh");
            shell.with("ORRERY_API_KEY_FILE", "absent")
                    .type("flow", "ls")
                    .ends(2)
                    .says("The file absent, which ORRERY_API_KEY_FILE names");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void each_field_that_is_wrong_has_its_line() {
        try (var server = new StandIn()) {
            server.on(
                    "POST /v1/deployments/a/b/runs",
                    422,
                    """
                    {"code": "PARAMETERS_INVALID", "title": "t", "detail": "They do not fit.",
                     "field": "/parameters/day", "errors": [
                        {"pointer": "/parameters/day", "detail": "It is required."},
                        {"pointer": "/parameters/n", "detail": "Must have a minimum value of 3."}]}\
                    """);
            var typed = Shell.in(HERE, server).type("deployment", "run", "a/b").ends(2);
            assertThat(typed.err())
                    .isEqualTo(
                            """
                            orrery: They do not fit. (PARAMETERS_INVALID)
                              /parameters/day: It is required.
                              /parameters/n: Must have a minimum value of 3.
                            """);
        }
    }

    @Test
    void nobody_there_says_how_to_start_one() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Shell.in(HERE)
                .type("flow", "ls", "--api", "http://127.0.0.1:" + free)
                .ends(7)
                .says("No server answers at http://127.0.0.1:" + free)
                .says("./orrery up");
    }

    @Test
    void another_program_is_told_from_a_server() {
        try (var server = new StandIn()) {
            server.on("GET /v1/flows", 200, "<html>");
            Shell.in(HERE, server).type("flow", "ls").ends(7).says("not as Orrery does");
        }
    }

    @Test
    void what_passes_is_asked_again_with_the_same_key() {
        try (var server = new StandIn()) {
            var tries = new AtomicInteger();
            var keys = new HashSet<String>();
            server.on(
                    "POST /v1/deployments/a/b/pause",
                    http -> {
                        keys.add(String.valueOf(http.header("Idempotency-Key")));
                        var busy = tries.incrementAndGet() < 3;
                        http.status(busy ? 503 : 200).header("Retry-After", "0").result("{}");
                    });
            Shell.in(HERE, server).type("deployment", "pause", "a/b").ends(0);
            assertThat(tries).hasValue(3);
            assertThat(keys).hasSize(1);
        }
    }

    @Test
    void an_address_that_is_none_is_usage() {
        Shell.in(HERE).type("flow", "ls", "--api", "localhost:4200").ends(2).says("no address");
    }

    @Test
    void help_has_examples_on_every_command() {
        for (var words :
                new String[] {
                    "deployment create",
                    "deployment apply-loaded",
                    "deployment ls",
                    "deployment inspect",
                    "deployment run",
                    "deployment execute",
                    "deployment pause",
                    "deployment resume",
                    "deployment delete",
                    "flow ls",
                    "run ls",
                    "run inspect",
                    "run logs",
                    "run watch",
                    "run cancel",
                    "run pause",
                    "run resume",
                    "run retry",
                    "run rerun",
                    "events tail",
                    "journal push",
                    "doctor"
                }) {
            var typed = Shell.in(HERE).type((words + " --help").split(" ", -1)).ends(0);
            assertThat(typed.out()).as(words).contains("Examples:\n  orrery " + words);
        }
    }

    @Test
    void help_alone_names_everything() {
        var out = Shell.in(HERE).type().ends(0).out();
        assertThat(out)
                .contains("deployment", "flow", "run", "events", "journal", "runner", "doctor")
                .contains("up", "quickstart", "replay", "bench", "7 server unreachable");
        assertThat(Shell.in(HERE).type("--version").ends(0).out()).startsWith("orrery ");
    }
}

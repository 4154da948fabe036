package dev.orrery.verify.story;

import static dev.orrery.verify.server.Documents.command;
import static dev.orrery.verify.server.Documents.java;
import static dev.orrery.verify.server.Documents.python;
import static dev.orrery.verify.server.Documents.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Json;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A run from its request to its end, whatever the program does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunStoryTest {

    private Server server;
    private Http http;

    @BeforeAll
    void start(@TempDir Path data) {
        server = Server.start(data);
        http = server.http();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_run_completes_with_its_result_and_its_states() {
        var script = "echo working; echo careful >&2; echo '{\"rows\": 3}' > \"$ORRERY_RESULT\"";

        var run = http.run("work/result", shell(script));

        run.has("/state/type", "COMPLETED").has("/result/rows", "3").has("/attempt", "1");
        assertThat(run.json().get("timeline"))
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("SCHEDULED", "PENDING", "RUNNING", "COMPLETED");
        assertThat(http.printed(run.id())).containsExactlyInAnyOrder("working", "careful");
        assertThat(http.all("/v1/events?subject=" + run.id()))
                .extracting(event -> event.path("type").asText())
                .containsExactly("RunRequested", "RunLeased", "RunStarted", "RunCompleted");
    }

    @Test
    void a_line_is_read_while_the_program_goes_on(@TempDir Path folder) throws IOException {
        var go = folder.resolve("go");
        http.deploy(
                        "work/live",
                        shell(
                                "echo first; while [ ! -e '"
                                        + go
                                        + "' ]; do sleep 0.1; done; echo last"))
                .is(201);
        var run = http.request("work/live").is(201).id();

        http.awaitRun(run, "RUNNING");
        await().untilAsserted(() -> assertThat(http.printed(run)).containsExactly("first"));
        Files.createFile(go);
        http.awaitRun(run, "COMPLETED");
        assertThat(http.printed(run)).containsExactly("first", "last");
    }

    @Test
    void parameters_come_by_the_environment_and_by_template() {
        var document =
                command("sh", "-c", "echo \"$ORRERY_PARAMETERS\"; echo \"$1\"", "-", "{{who}}!");
        document.putObject("parameters").put("who", "nobody").put("count", 2);
        http.deploy("work/parameters", document).is(201);
        var body = Json.object("{\"name\": \"by hand\", \"parameters\": {\"who\": \"a; b\"}}");

        var run = http.request("work/parameters", body).is(201);

        http.awaitRun(run.id(), "COMPLETED")
                .has("/name", "by hand")
                .has("/parameters/who", "a; b")
                .has("/parameters/count", "2");
        var lines = http.printed(run.id());
        assertThat(lines).hasSize(2);
        assertThat(Json.object(lines.getFirst()))
                .isEqualTo(Json.object("{\"who\": \"a; b\", \"count\": 2}"));
        assertThat(lines.getLast()).isEqualTo("a; b!");
    }

    @Test
    void a_python_function_runs_and_its_value_is_the_result(@TempDir Path code) throws IOException {
        assumeTrue(hasPython(), "no python3 on the PATH: Python entrypoints can't run here");
        Files.writeString(
                code.resolve("flow.py"),
                """
                def greet(name="world"):
                    print(f"hello {name}")
                    return {"greeted": name}
                """);
        var document = python(code, "flow.py", "greet");
        document.putObject("parameters").put("name", "Ada");

        var run = http.run("work/python", document);

        run.has("/state/type", "COMPLETED").has("/result/greeted", "Ada");
        assertThat(http.printed(run.id())).contains("hello Ada");
    }

    @Test
    void a_python_function_that_is_not_there_is_told(@TempDir Path code) throws IOException {
        assumeTrue(hasPython(), "no python3 on the PATH: Python entrypoints can't run here");
        Files.writeString(code.resolve("flow.py"), "x = 1\n");

        var run = http.run("work/no-function", python(code, "flow.py", "absent"));

        run.has("/state/type", "FAILED");
        assertThat(run.at("/state/message")).contains("absent");
    }

    @Test
    void a_java_source_file_runs(@TempDir Path code) throws IOException {
        Files.writeString(
                code.resolve("Hello.java"),
                """
                void main(String[] args) {
                    IO.println("hello " + String.join(" ", args));
                }
                """);
        var document = java(code, "Hello.java");
        document.putObject("parameters").put("name", "Grace");

        var run = http.run("work/java", document);

        run.has("/state/type", "COMPLETED");
        assertThat(http.printed(run.id())).containsExactly("hello --name=Grace");
    }

    @Test
    void an_exit_code_fails_the_run() {
        var run = http.run("work/exit", shell("echo before; exit 3"));

        run.has("/state/type", "FAILED").has("/exitCode", "3");
        assertThat(run.at("/state/message")).contains("3");
        assertThat(http.printed(run.id())).containsExactly("before");
    }

    @Test
    void a_program_that_is_not_there_fails_the_run() {
        var run = http.run("work/missing", command("no-such-program-anywhere"));

        run.has("/state/type", "FAILED");
        assertThat(run.at("/state/message")).contains("no-such-program-anywhere");
    }

    @Test
    void a_folder_that_is_not_there_fails_the_run() {
        var run = http.run("work/folder", command("true").put("path", "/no/such/folder"));

        run.has("/state/type", "FAILED");
        assertThat(run.at("/state/message")).contains("/no/such/folder");
    }

    @Test
    void a_run_that_takes_too_long_is_ended() {
        var run = http.run("work/slow", command("sleep", "60").put("timeoutSeconds", 1));

        run.has("/state/type", "FAILED").has("/state/name", "TimedOut");
    }

    @Test
    void a_hundred_megabytes_of_output_are_bounded() {
        var run = http.run("work/loud", shell("head -c 104857600 /dev/zero | tr '\\0' a; echo"));

        run.has("/state/type", "COMPLETED");
        // The state of a run and its output are views of their own, and neither waits for the
        // other.
        var output =
                await("the runner's word on what it dropped")
                        .until(
                                () -> http.output(run.id()),
                                lines ->
                                        !lines.isEmpty()
                                                && lines.getLast()
                                                        .path("stream")
                                                        .asText()
                                                        .equals("RUNNER"));
        long characters = output.stream().mapToLong(l -> l.path("text").asText().length()).sum();
        assertThat(characters).isBetween(1L << 20, 11L << 20);
        assertThat(output.getLast().path("text").asText()).contains("dropped");
    }

    @Test
    void output_that_is_not_utf_8_is_kept_readable() {
        var run = http.run("work/latin", shell("printf 'caf\\351 \\377\\nnext\\n'"));

        run.has("/state/type", "COMPLETED");
        assertThat(http.printed(run.id())).containsExactly("caf\uFFFD \uFFFD", "next");
    }

    @Test
    void a_result_that_is_no_json_or_too_large_does_not_fail_the_run() {
        var broken = http.run("work/no-json", shell("echo nonsense > \"$ORRERY_RESULT\""));
        broken.has("/state/type", "COMPLETED");
        assertThat(broken.json().path("result").isNull()).isTrue();

        var large =
                http.run(
                        "work/large-result",
                        shell(
                                "(printf '\"'; head -c 70000 /dev/zero | tr '\\0' a; printf '\"')"
                                        + " > \"$ORRERY_RESULT\""));
        large.has("/state/type", "COMPLETED");
        assertThat(large.json().path("result").isNull()).isTrue();
        assertThat(http.output(large.id()))
                .extracting(line -> line.path("stream").asText())
                .contains("RUNNER");
    }

    private static boolean hasPython() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    }
}

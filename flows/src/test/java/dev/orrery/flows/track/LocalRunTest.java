package dev.orrery.flows.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, since whose a run is depends on one. */
class LocalRunTest {

    private static final String SOURCE =
            """
            import dev.orrery.flows.*;
            import java.util.*;

            public class Local {
                @Flow
                public static Map<String, Object> greet(String name, Optional<Integer> n)
                        throws Exception {
                    System.out.println("Hello " + name + "! ü");
                    System.err.println("careful");
                    Flows.run("inner", () -> System.out.print("within"));
                    if (name.equals("bad")) {
                        throw new IllegalStateException("no luck");
                    }
                    if (name.equals("late")) {
                        throw new java.util.concurrent.TimeoutException("too long");
                    }
                    if (name.equals("exit")) {
                        System.exit(3);
                    }
                    if (name.equals("wait")) {
                        try {
                            System.in.read();
                        } catch (java.io.IOException end) {
                            throw new java.io.UncheckedIOException(end);
                        }
                    }
                    return Map.of("greeted", name);
                }

                public static void main(String[] arguments) throws Exception {
                    Object result =
                            Flows.run(Local.class, "greet", Map.of("name", arguments[0]));
                    String typed = Flows.call("typed", Map.of("a", 1), () -> "text");
                    System.out.println(result + " " + typed);
                }
            }
            """;

    @TempDir Path folder;
    Server server;

    /**
     * How a process ended.
     *
     * @param out with the lines of its standard error after its own
     */
    record Ended(int code, List<String> out) {}

    @BeforeEach
    void open() throws IOException {
        server = new Server();
        Files.writeString(folder.resolve("Local.java"), SOURCE);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_callers_key_is_sent_and_printed_nowhere() throws Exception {
        Files.writeString(folder.resolve("key"), "from-file\n");
        var ended = run(Map.of("ORRERY_API_KEY_FILE", folder.resolve("key").toString()), "you");
        assertThat(ended.code()).isZero();
        assertThat(server.heard())
                .isNotEmpty()
                .allMatch(h -> h.caller().equals("Bearer from-file"));

        server.heard().clear();
        server.answer("", "401 {\"code\": \"NO_KEY\"}");
        ended = run(Map.of("ORRERY_API_KEY", "hush"), "you");
        assertThat(server.heard()).isNotEmpty().allMatch(h -> h.caller().equals("Bearer hush"));
        assertThat(String.join("\n", ended.out()))
                .contains("does not take it now (401 {\"code\": \"NO_KEY\"}); the run")
                .doesNotContain("hush");

        server.heard().clear();
        ended = run(Map.of("ORRERY_API_KEY", "hu sh"), "you");
        assertThat(String.join("\n", ended.out()))
                .contains("does not take it now (There is no API key in ORRERY_API_KEY:")
                .doesNotContain("hu sh");
        assertThat(server.heard()).isEmpty();
    }

    @Test
    void a_call_of_a_flow_is_a_run_with_parameters_output_and_result() throws Exception {
        var ended = run(Map.of(), "you");
        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                0, List.of("Hello you! ü", "within{greeted=you} text", "careful")));
        var first = server.heard().getFirst();
        var id = UUID.fromString(first.path().substring("/v1/runs/".length()));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(first.body().text("flow")).isEqualTo("greet");
        assertThat(first.body().get("parameters")).hasToString("{\"n\":null,\"name\":\"you\"}");
        assertThat(first.body().text("entrypoint")).isEqualTo("Local.greet");
        assertThat(first.body().text("host")).isEqualTo(HostName.ofSystem());
        assertThat(output(first.path()))
                .containsExactly("1 out Hello you! ü", "2 err careful", "3 out within");
        assertThat(outcome(first.path()))
                .hasToString("{\"kind\":\"completed\",\"result\":{\"greeted\":\"you\"}}");
        assertThat(server.whats()).filteredOn("PUT"::equals).hasSize(2);
        assertThat(journal()).isEmpty();
    }

    @Test
    void a_flow_that_throws_is_failed_and_throws() throws Exception {
        var ended = run(Map.of(), "bad");
        assertThat(ended.code()).isEqualTo(1);
        var path = server.heard().getFirst().path();
        assertThat(outcome(path))
                .hasToString(
                        "{\"kind\":\"failed\",\"message\":\"java.lang.IllegalStateException: no"
                                + " luck\"}");
        assertThat(output(path)).contains("5 err \tat Local.greet(Local.java:12)");
        assertThat(ended.out()).contains("\tat Local.greet(Local.java:12)");
    }

    @Test
    void a_process_that_ends_in_the_middle_says_so() throws Exception {
        assertThat(run(Map.of(), "exit").code()).isEqualTo(3);
        assertThat(outcome(server.heard().getFirst().path()))
                .isEqualTo(Requests.crashed("The process was ended while the flow ran."));
    }

    @Test
    void without_a_server_it_runs_all_the_same_and_the_next_run_tells_of_it() throws Exception {
        String address = server.address();
        server.close();
        var ended = run(Map.of("ORRERY_API_URL", address), "you");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).anyMatch(line -> line.startsWith("orrery: " + address));
        assertThat(journal()).hasSize(2);
        server = new Server();
        assertThat(run(Map.of(), "me").code()).isZero();
        Awaitility.await().untilAsserted(() -> assertThat(journal()).isEmpty());
        assertThat(server.heard())
                .filteredOn(heard -> heard.what().equals("PUT"))
                .extracting(Server.Heard::path)
                .hasSize(4)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_process_that_was_killed_is_told_of_as_crashed() throws Exception {
        var process = start(Map.of(), "wait");
        Awaitility.await().until(() -> server.whats().contains("POST output"));
        process.destroyForcibly();
        process.waitFor();
        server.heard().clear();
        assertThat(new Journals(folder.resolve("journal")).push(server.address()))
                .hasOnlyElementsOfType(Journals.Known.class)
                .hasSize(1);
        assertThat(server.whats()).startsWith("PUT", "POST output").endsWith("POST finish");
        assertThat(outcome(server.heard().getFirst().path()))
                .isEqualTo(Requests.crashed("The process ended without saying how."));
    }

    @Test
    void on_a_runner_and_where_it_is_turned_off_it_is_a_plain_call() throws Exception {
        assertThat(run(Map.of("ORRERY_RUN_ID", "x"), "you").code()).isZero();
        assertThat(run(Map.of("ORRERY_TRACKING", "off"), "you").code()).isZero();
        assertThat(server.heard()).isEmpty();
        assertThat(journal()).isEmpty();
    }

    @Test
    void within_a_run_it_may_be_a_run_of_its_own_with_that_as_its_parent() throws Exception {
        var parent = "01a2030c-c14b-892d-b64b-c65d676d302a";
        var within = Map.of("ORRERY_TRACKING", "on", "ORRERY_RUN_ID", parent);
        assertThat(run(within, "you").code()).isZero();
        assertThat(server.heard())
                .filteredOn(heard -> heard.what().equals("PUT"))
                .hasSize(2)
                .allMatch(heard -> parent.equals(heard.body().text("parent")))
                .noneMatch(heard -> heard.path().contains(parent));

        server.heard().clear();
        assertThat(run(Map.of("ORRERY_TRACKING", "on", "ORRERY_RUN_ID", "x"), "you").code())
                .isZero();
        assertThat(server.heard().getFirst().body().text("parent")).isNull();
    }

    @Test
    void who_runs_out_of_time_says_so() throws Exception {
        assertThat(run(Map.of(), "late").code()).isEqualTo(1);
        var end = server.heard().getLast();
        assertThat(end.what()).isEqualTo("POST finish");
        assertThat(end.body().text("name")).isEqualTo("TimedOut");
        assertThat(end.body().get("outcome"))
                .hasToString(
                        "{\"kind\":\"failed\",\"message\":\"java.util.concurrent.TimeoutException:"
                                + " too long\"}");
    }

    private List<String> output(String path) {
        var lines = new ArrayList<String>();
        for (var heard : server.heard()) {
            if (heard.path().equals(path + "/output")
                    && heard.body().get("lines") instanceof Json.Array array) {
                for (var line : array.items()) {
                    var object = (Json.Obj) line;
                    lines.add(
                            object.get("number")
                                    + " "
                                    + object.text("stream")
                                    + " "
                                    + object.text("text"));
                }
            }
        }
        return lines;
    }

    private Json outcome(String path) {
        var found =
                server.heard().stream()
                        .filter(heard -> heard.path().equals(path + "/finish"))
                        .map(heard -> heard.body().members().get("outcome"))
                        .toList();
        assertThat(found).hasSize(1).doesNotContainNull();
        var outcome = found.getFirst();
        return outcome == null ? Json.NULL : outcome;
    }

    private List<Path> journal() throws IOException {
        var journal = folder.resolve("journal");
        if (!Files.exists(journal)) {
            return List.of();
        }
        try (var files = Files.list(journal)) {
            return files.toList();
        }
    }

    private Ended run(Map<String, String> environment, String argument) throws Exception {
        var process = start(environment, argument);
        process.outputWriter().close();
        var out = process.inputReader().lines().toList();
        var all = new ArrayList<>(out);
        all.addAll(process.errorReader().lines().toList());
        return new Ended(process.waitFor(), all);
    }

    private Process start(Map<String, String> environment, String argument) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8",
                        "-cp",
                        Path.of("target", "classes").toAbsolutePath().toString(),
                        folder.resolve("Local.java").toString(),
                        argument);
        var variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("ORRERY_"));
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("ORRERY_API_URL", server.address());
        variables.put("ORRERY_JOURNAL", folder.resolve("journal").toString());
        variables.putAll(environment);
        return builder.start();
    }
}

package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessWorkTest {

    @TempDir Path folder;
    Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.in(folder.resolve("data"));
    }

    @AfterEach
    void everything_is_tidy() throws IOException {
        bench.close();
        try (var left = Files.list(folder.resolve("data/work"))) {
            assertThat(left).isEmpty();
        } catch (NoSuchFileException _) {
            // Nothing was ever run.
        }
    }

    @Test
    void a_command_completes() {
        assertThat(bench.run("echo", "hi")).isEqualTo(new Completed(null));
        assertThat(bench.recorder.begun()).isOne();
        assertThat(bench.recorder.out()).containsExactly("hi");
        assertThat(bench.recorder.notes()).isEmpty();
    }

    @Test
    void arguments_are_not_given_to_a_shell() {
        bench.run("echo", "$HOME; exit 3", "*");
        assertThat(bench.recorder.out()).containsExactly("$HOME; exit 3 *");
    }

    @Test
    void an_exit_code_other_than_zero_fails() {
        assertThat(bench.shell("exit 3"))
                .isEqualTo(
                        new Failed(
                                FailureKind.EXIT_CODE, 3, "The process ended with exit code 3."));
    }

    @Test
    void a_signal_is_named() {
        assertThat(bench.shell("kill -9 $$"))
                .isEqualTo(
                        new Failed(
                                FailureKind.EXIT_CODE,
                                137,
                                "The process ended with exit code 137, which is signal 9"
                                        + " (SIGKILL)."));
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertNotStarted(
                bench.run("no-such-program"),
                "There is no program 'no-such-program' on the PATH of the run.");
        assertNotStarted(bench.run("/no/such"), "There is no program /no/such.");
        assertNotStarted(bench.run(""), "The command names no program.");
    }

    @Test
    void a_file_that_is_no_program_is_named() throws IOException {
        var plain = Files.writeString(folder.resolve("plain"), "text");
        assertNotStarted(bench.run(plain.toString()), "The runner may not execute " + plain + ".");
        var script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertNotStarted(
                bench.run(script.toString()),
                script + " names an interpreter that is not there: /no/such/interpreter.");
    }

    @Test
    void a_program_is_found_in_the_working_folder() throws IOException {
        var script = Files.writeString(folder.resolve("script"), "#!/bin/sh\necho here");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThat(bench.path(folder).run("./script")).isEqualTo(new Completed(null));
        assertThat(bench.recorder.out()).containsExactly("here");
    }

    @Test
    void a_path_that_is_missing_or_no_folder_is_named() throws IOException {
        var missing = folder.resolve("missing");
        assertNotStarted(
                bench.path(missing).run("true"),
                "The deployment's folder is not there: " + missing + ".");
        var file = Files.writeString(folder.resolve("file"), "");
        assertNotStarted(
                bench.path(file).run("true"),
                "The deployment's path is not a folder: " + file + ".");
        assertNotStarted(
                bench.path(Path.of("relative")).run("true"),
                "The deployment's path is not absolute: relative.");
    }

    @Test
    void another_infrastructure_is_refused() {
        assertNotStarted(
                bench.infrastructure("kubernetes").run("true"),
                "This runner executes processes and knows no infrastructure 'kubernetes'.");
    }

    @Test
    void parameters_fill_templates() {
        bench.parameters("{\"who\":\"the world\",\"n\":3,\"deep\":{\"b\":1,\"a\":[true]}}")
                .run("echo", "Hello {{who}}", "{{ n }}{{n}}", "{{deep}}", "{{.Id}}");
        assertThat(bench.recorder.out())
                .containsExactly("Hello the world 33 {\"a\":[true],\"b\":1} {{.Id}}");
    }

    @Test
    void the_time_that_it_is_for_is_in_the_environment_and_in_templates() {
        bench.run("sh", "-c", "echo $ORRERY_SCHEDULED_TIME {{ORRERY_SCHEDULED_TIME}}");
        bench.parameters("{\"ORRERY_SCHEDULED_TIME\":\"ours\"}")
                .environment(Map.of("ORRERY_SCHEDULED_TIME", "theirs"))
                .run("sh", "-c", "echo $ORRERY_SCHEDULED_TIME {{ORRERY_SCHEDULED_TIME}}");
        assertThat(bench.recorder.out())
                .containsExactly(
                        "2026-11-01T02:00:00Z 2026-11-01T02:00:00Z", "2026-11-01T02:00:00Z ours");
    }

    @Test
    void a_template_of_an_unknown_parameter_is_named() {
        assertNotStarted(
                bench.run("echo", "{{who}}"),
                "The command asks for the parameter 'who', which the run does not have.");
        assertThat(bench.recorder.begun()).isZero();
    }

    @Test
    void the_environment_holds_what_is_listed_and_what_the_run_is() {
        bench.parameters("{\"a\":1}")
                .environment(Map.of("GREETING", "hi", "ORRERY_FLOW", "other"))
                .shell("env | cut -d= -f1 | sort; echo \"$GREETING $ORRERY_FLOW $ORRERY_ATTEMPT\"");
        assertThat(bench.recorder.out())
                .contains(
                        "GREETING",
                        "ORRERY_DEPLOYMENT_ID",
                        "ORRERY_PARAMETERS",
                        "ORRERY_PARAMETERS_FILE",
                        "ORRERY_RESULT",
                        "ORRERY_RUN_ID",
                        "ORRERY_SCHEDULED_TIME",
                        "PATH",
                        "PYTHONUNBUFFERED",
                        "hi flow 1")
                .doesNotContain("NOT_FOR_RUNS", "ORRERY_SECRET_TOKEN", "JAVA_HOME");
    }

    @Test
    void parameters_are_in_the_environment_and_in_a_file() {
        bench.parameters("{\"a\":1}")
                .shell("echo \"$ORRERY_PARAMETERS\"; cat \"$ORRERY_PARAMETERS_FILE\"");
        assertThat(bench.recorder.out()).containsExactly("{\"a\":1}", "{\"a\":1}");
    }

    @Test
    void parameters_in_the_environment_are_ascii_whatever_they_say() {
        bench.parameters("{\"wer\":\"Zoë \uD83D\uDE80\"}")
                .shell("echo \"$ORRERY_PARAMETERS\"; cat \"$ORRERY_PARAMETERS_FILE\"");
        assertThat(bench.recorder.out().getFirst())
                .isEqualTo("{\"wer\":\"Zo\\u00eb \\ud83d\\ude80\"}");
        assertThat(bench.recorder.out().getLast()).isEqualTo("{\"wer\":\"Zoë \uD83D\uDE80\"}");
    }

    @Test
    void what_the_locale_can_not_encode_is_refused_and_no_question_mark_is_passed_on()
            throws Exception {
        var table = ProcessTable.ofThisMachine();
        var starter = new ProcessStarter(table, null, StandardCharsets.US_ASCII);
        var run = new RunFolder(folder);
        var argument =
                new Launch(List.of("/bin/echo", "Zoë"), Map.of(), folder, List.of(), Mask.NONE);
        assertThatThrownBy(() -> starter.start(argument, run))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("An argument of the command has characters")
                .hasMessageContaining("LC_ALL=C.UTF-8");
        var variable =
                new Launch(
                        List.of("/bin/true"), Map.of("NAME", "Zoë"), folder, List.of(), Mask.NONE);
        assertThatThrownBy(() -> starter.start(variable, run))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("The variable NAME has characters")
                .hasMessageNotContaining("Zoë");
        var plain =
                new Launch(List.of("/bin/true"), Map.of("A", "b"), folder, List.of(), Mask.NONE);
        try (var child = starter.start(plain, run)) {
            assertThat(child.process().waitFor()).isZero();
        }
    }

    @Test
    void a_folder_that_took_its_rights_away_is_removed() throws Exception {
        bench.shell("mkdir -p deep/er; touch deep/er/file; chmod 0 deep/er deep");
        try (var left = Files.list(folder.resolve("data/work"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void parameters_that_are_too_large_for_a_variable_are_in_the_file_alone() {
        String large = "{\"a\":\"" + "x".repeat(200_000) + "\"}";
        bench.parameters(large)
                .shell("echo \"${ORRERY_PARAMETERS-unset}\"; wc -c < \"$ORRERY_PARAMETERS_FILE\"");
        assertThat(bench.recorder.out().getFirst()).isEqualTo("unset");
        assertThat(bench.recorder.out().getLast().strip()).isEqualTo("200008");
        assertThat(bench.recorder.notes()).singleElement().asString().contains("larger than");
        assertThat(((Failed) bench.run("echo", "{{a}}")).message()).contains("128 KiB");
    }

    @Test
    void a_result_is_read() {
        assertThat(bench.shell("echo '{\"b\": 1.50, \"a\": [null]}' > \"$ORRERY_RESULT\""))
                .isEqualTo(new Completed(new Json("{\"a\":[null],\"b\":1.50}")));
    }

    @Test
    void a_result_that_is_not_json_is_left_out_and_said() {
        assertThat(bench.shell("echo '{\"a\":' > \"$ORRERY_RESULT\""))
                .isEqualTo(new Completed(null));
        assertThat(bench.recorder.notes().getLast()).startsWith("The result is not JSON");
    }

    @Test
    void a_result_that_is_too_large_is_left_out_and_said() {
        String script =
                "(printf '\"'; head -c 70000 /dev/zero | tr '\\0' x; printf '\"') >"
                        + " \"$ORRERY_RESULT\"";
        assertThat(bench.shell(script)).isEqualTo(new Completed(null));
        assertThat(bench.recorder.notes())
                .containsExactly("The result is larger than 64 KiB and was not kept.");
    }

    @Test
    void a_result_that_is_a_pipe_is_not_waited_for() {
        assertThat(bench.shell("mkfifo \"$ORRERY_RESULT\"")).isEqualTo(new Completed(null));
    }

    @Test
    void the_working_folder_is_new_and_empty_or_the_deployments() {
        bench.shell("ls -A; pwd; touch left-here; chmod 0 .");
        assertThat(bench.recorder.out()).singleElement().asString().endsWith("/folder");
        bench.path(folder).shell("pwd");
        assertThat(bench.recorder.out().getLast()).isEqualTo(folder.toString());
    }

    @Test
    void a_folder_serves_one_runner() {
        assertThatThrownBy(() -> Bench.in(folder.resolve("data")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Another runner uses the folder");
    }

    @Test
    void names_and_arguments_that_the_system_can_not_take_are_said() {
        var outcome = bench.environment(Map.of("a=b", "c")).run("true");
        assertThat(((Failed) outcome).kind()).isEqualTo(FailureKind.NOT_STARTED);
        assertThat(((Failed) outcome).message()).startsWith("The process could not be started: ");
        outcome = bench.environment(Map.of()).run("echo", "a\0b");
        assertThat(((Failed) outcome).message()).startsWith("The process could not be started: ");
    }

    private static void assertNotStarted(Outcome outcome, String sentence) {
        assertThat(outcome).isEqualTo(new Failed(FailureKind.NOT_STARTED, null, sentence));
    }
}

package dev.orrery.flows.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs, as programs. */
class MainTest {

    @TempDir Path folder;

    @Test
    void what_is_declared_is_written_and_what_the_file_prints_is_no_data() throws Exception {
        write("System.out.println(\"loud\");");
        var process = load(Map.of());
        assertThat(process.inputReader().readLine()).isNull();
        assertThat(process.errorReader().readLine()).isEqualTo("loud");
        assertThat(process.waitFor()).isZero();
        assertThat(answer().get("error")).isEqualTo(Json.NULL);
    }

    @Test
    void a_file_that_ends_the_process_is_told() throws Exception {
        write("System.exit(0);");
        load(Map.of()).waitFor();
        assertThat(error()).isEqualTo("The file Loud.java ended the process while it was loaded.");
    }

    @Test
    void a_file_that_does_not_come_to_an_end_is_told() throws Exception {
        write("while (true) { Thread.onSpinWait(); }");
        assertThat(load(Map.of("ORRERY_LOAD_SECONDS", "4")).waitFor()).isEqualTo(1);
        assertThat(error()).isEqualTo("The file Loud.java was not loaded within 4 s.");
    }

    @Test
    void a_flow_that_is_called_while_its_file_is_loaded_is_told_and_not_run() throws Exception {
        write("Flows.run(\"hello\", () -> System.err.println(\"ran\"));");
        var process = load(Map.of());
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(error())
                .isEqualTo("The flow 'hello' is called while its file is loaded; call it in main.");
        assertThat(process.errorReader().readLine()).isNull();
    }

    @Test
    void a_method_is_called_with_the_runs_parameters() throws Exception {
        Files.writeString(
                folder.resolve("Sum.java"),
                """
                import dev.orrery.flows.*;
                class Sum { @Flow int sum(int... numbers) {
                    return java.util.Arrays.stream(numbers).sum(); } }
                """);
        var parameters = Files.writeString(folder.resolve("p.json"), "{\"numbers\":[1,2]}");
        var process =
                start(
                        Map.of(
                                "ORRERY_PARAMETERS_FILE",
                                parameters.toString(),
                                "ORRERY_RESULT",
                                folder.resolve("r.json").toString()),
                        "dev.orrery.flows.run.Main",
                        "sum",
                        "",
                        folder.resolve("refusal").toString(),
                        folder.resolve("Sum.java").toString());
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("r.json")).hasContent("3");
    }

    private void write(String statement) throws IOException {
        Files.writeString(
                folder.resolve("Loud.java"),
                """
                import dev.orrery.flows.*;
                class Loud {
                    @Deployment static Iterable<DeploymentSpec> none() {
                        if (System.nanoTime() != 0) { %s }
                        return java.util.List.of();
                    }
                }
                """
                        .formatted(statement));
    }

    private Process load(Map<String, String> environment) throws IOException {
        return start(
                environment,
                "dev.orrery.flows.load.Main",
                "--out",
                folder.resolve("out.json").toString(),
                folder.resolve("Loud.java").toString());
    }

    private static Process start(Map<String, String> environment, String... words)
            throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Path.of("target", "classes").toAbsolutePath().toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("ORRERY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Json.Obj answer() throws IOException {
        return (Json.Obj) Json.parse(Files.readString(folder.resolve("out.json")));
    }

    private String error() throws IOException {
        return answer().get("error") instanceof Json.Obj error
                ? String.valueOf(error.text("message"))
                : "";
    }
}

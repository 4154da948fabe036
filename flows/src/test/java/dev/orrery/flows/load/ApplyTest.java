package dev.orrery.flows.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program's own main applies deployments; what is handed on is kept by a stand-in for orrery. */
class ApplyTest {

    private static final String KIT = Path.of("target", "classes").toAbsolutePath().toString();

    private static final String HELLO =
            """
            import dev.orrery.flows.*;

            public class HelloFlow {
                @Flow
                public static void helloWorld(@Param(defaultValue = "world") String name, int n) {}

                @Deployment
                static DeploymentSpec daily() { return DeploymentSpec
                        .of("daily", HelloFlow::helloWorld).withTags("t"); }

                public static void main(String[] arguments) {
                    System.out.println(daily().apply());
                }
            }
            """;

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        write("HelloFlow.java", HELLO);
        write("orrery", "#!/bin/sh\necho \"$1 $2\"\ncp \"$3\" \"$OUT\"\nexit ${CODE:-0}\n")
                .toFile()
                .setExecutable(true);
    }

    @Test
    void what_is_applied_is_what_is_created_from_the_same_file() throws Exception {
        var said = java(Map.of(), KIT, "HelloFlow.java");
        // The id that Python and the server make of the same two names.
        assertThat(said)
                .isEqualTo("0 deployment apply-loaded\n22eb5920-c213-889b-9185-58eeca18e720\n");
        var applied = deployment(folder.resolve("out.json"));
        var created = Loading.load(folder.resolve("HelloFlow.java"), null);
        assertThat(created.get("deployments")).hasToString("[" + applied + "]");
    }

    @Test
    void a_flow_may_be_in_another_file_that_is_compiled_with_the_program() throws Exception {
        write(
                "team/etl/Load.java",
                "package team.etl; import dev.orrery.flows.*;"
                        + " public class Load { @Flow public void load(int n) {} }");
        write(
                "Deploy.java",
                "import dev.orrery.flows.*; class Deploy { public static void main(String[] a) {"
                        + " DeploymentSpec.of(\"n\", team.etl.Load::load).apply(); } }");

        java(Map.of(), KIT, "Deploy.java");

        assertThat(deployment(folder.resolve("out.json")))
                .contains("\"path\":\"team/etl/Load.java\"", "\"mainClass\":\"team.etl.Load\"")
                .contains("\"properties\":{\"n\":{\"type\":\"integer\"}}")
                .contains("\"root\":\"" + folder + "\"");
    }

    @Test
    void classes_of_a_folder_are_deployed_with_their_folder() throws Exception {
        var classes = folder.resolve("classes");
        compile(classes, "HelloFlow.java");

        java(Map.of(), KIT + ":" + classes, "HelloFlow");

        assertThat(deployment(folder.resolve("out.json")))
                .contains("\"path\":\".\"", "\"root\":\"" + classes + "\"");
    }

    @Test
    void a_flow_is_named_by_its_file_too() throws Exception {
        write(
                "Deploy.java",
                "import dev.orrery.flows.*; class Deploy { public static void main(String[] a) {"
                        + " DeploymentSpec.at(\"n\", \"HelloFlow.java\").apply(); } }");

        java(Map.of(), KIT, "Deploy.java");

        assertThat(deployment(folder.resolve("out.json")))
                .contains("\"path\":\"HelloFlow.java\"", "\"flow\":\"hello-world\"");
    }

    @Test
    void a_program_that_refuses_is_an_exception() throws Exception {
        assertThat(java(Map.of("CODE", "5"), KIT, "HelloFlow.java"))
                .startsWith("1 deployment apply-loaded\n")
                .contains(
                        "LaunchException: The deployment 'daily' was not applied: orrery ended"
                                + " with exit code 5.");
        assertThat(java(Map.of("ORRERY_LAUNCHER", folder.toString()), KIT, "HelloFlow.java"))
                .contains("LaunchException: The program " + folder + " could not be started");
        assertThat(java(Map.of("ORRERY_LAUNCHER", "", "PATH", ""), KIT, "HelloFlow.java"))
                .contains("LaunchException: The program orrery is not on the PATH");
    }

    @Test
    void what_is_wrong_is_told_with_its_line() throws Exception {
        write("HelloFlow.java", HELLO.replace("@Flow", "//"));
        assertThat(java(Map.of(), KIT, "HelloFlow.java"))
                .contains(
                        "SpecException: The deployment 'daily': The class HelloFlow has no @Flow"
                                + " method. ("
                                + folder.resolve("HelloFlow.java")
                                + ":9)");
    }

    @Test
    void nothing_is_applied_while_a_file_is_loaded() throws Exception {
        write(
                "HelloFlow.java",
                HELLO.replace(
                        "withTags(\"t\"); }", "withTags(\"t\"); } static { daily().apply(); }"));
        var said =
                java(
                        Map.of(),
                        KIT,
                        "dev.orrery.flows.load.Main",
                        "--out",
                        "out.json",
                        "HelloFlow.java");
        assertThat(said).startsWith("1 ");
        assertThat(Files.readString(folder.resolve("out.json")))
                .contains("The deployment 'daily' is applied while its file is loaded");
    }

    private Path write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private void compile(Path out, String file) {
        var code =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-parameters",
                                "-cp",
                                KIT,
                                "-d",
                                out.toString(),
                                folder.resolve(file).toString());
        assertThat(code).isZero();
    }

    private static String deployment(Path file) throws IOException {
        var loaded = (Json.Obj) Json.parse(Files.readString(file));
        var deployments = (Json.Array) Objects.requireNonNull(loaded.get("deployments"));
        assertThat(deployments.items()).hasSize(1);
        return deployments.items().getFirst().toString();
    }

    /** The exit code and all that is said. */
    private String java(Map<String, String> environment, String classPath, String... words)
            throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath));
        command.addAll(List.of(words));
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("ORRERY_LAUNCHER", folder.resolve("orrery").toString());
        builder.environment().put("OUT", folder.resolve("out.json").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }
}

package dev.orrery.flows.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {

    private static final String HELLO =
            """
            import dev.orrery.flows.*;

            public class HelloFlow {
                @Flow
                public static void helloWorld(@Param(defaultValue = "world") String name) {
                    throw new IllegalStateException("nobody runs me");
                }

                @Deployment
                static final DeploymentSpec DAILY =
                        DeploymentSpec.of("hello-world-daily", HelloFlow.class).withTags("t");

                public static void main(String[] arguments) {
                    throw new IllegalStateException("nobody runs me either");
                }
            }
            """;

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        write("HelloFlow.java", HELLO);
    }

    @Test
    void a_source_file_tells_its_flows_and_deployments() {
        var loaded = load("HelloFlow.java", null);
        assertThat(loaded.get("error")).isEqualTo(Json.NULL);
        var flow = only(loaded, "flows");
        assertThat(flow.text("flow")).isEqualTo("hello-world");
        assertThat(flow.text("method")).isEqualTo("helloWorld");
        assertThat(flow.text("file")).isEqualTo(folder.resolve("HelloFlow.java").toString());
        assertThat(flow.get("line")).hasToString("5");
        assertThat(only(loaded, "deployments"))
                .hasToString(
                        """
                        {"document":{"entrypoint":{"kind":"java","mainClass":"HelloFlow",
                        "method":"helloWorld","path":"HelloFlow.java"},
                        "parameterSchema":{"additionalProperties":false,
                        "properties":{"name":{"default":"world","type":"string"}},"type":"object"},
                        "tags":["t"]},
                        "flow":"hello-world","name":"hello-world-daily","push":true,"root":"FOLDER",
                        "source":{"file":"FOLDER/HelloFlow.java","line":11},"storage":null}
                        """
                                .replace("\n", "")
                                .replace("FOLDER", folder.toString()));
    }

    @Test
    void a_file_of_its_own_names_flows_by_class_or_by_file() throws IOException {
        write(
                "deploy/Specs.java",
                """
                import dev.orrery.flows.*;
                import java.util.stream.Stream;

                class Specs {
                    @Deployment
                    static Stream<DeploymentSpec> all() {
                        return Stream.of("a", "b").map(name -> DeploymentSpec
                                .at(name, "../HelloFlow.java", "helloWorld").withPath(".."));
                    }
                }
                """);
        write(
                "Beside.java",
                """
                import dev.orrery.flows.*;
                class Beside {
                    @Deployment static final DeploymentSpec ONE =
                            DeploymentSpec.of("beside", HelloFlow.class).notPushed();
                }
                """);
        var loaded = load("deploy/Specs.java", null);
        assertThat(all(loaded, "deployments"))
                .extracting(d -> d.text("name"))
                .containsExactly("a", "b");
        assertThat(all(loaded, "deployments"))
                .extracting(d -> d.text("root"))
                .containsOnly(folder.toString());
        assertThat(all(loaded, "flows")).isEmpty();
        assertThat(only(load("Beside.java", null), "deployments").get("push")).hasToString("false");
    }

    @Test
    void a_class_folder_and_a_jar_are_read_too() throws IOException {
        var classes = Files.createDirectories(folder.resolve("out/classes"));
        assertThat(
                        ToolProvider.getSystemJavaCompiler()
                                .run(
                                        null,
                                        OutputStream.nullOutputStream(),
                                        null,
                                        "-parameters",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "-d",
                                        classes.toString(),
                                        folder.resolve("HelloFlow.java").toString()))
                .isZero();
        var inFolder = only(load("out/classes", null), "deployments");
        assertThat(inFolder.text("root")).isEqualTo(classes.toString());
        assertThat(inFolder.toString()).contains("\"path\":\".\"");
        assertThat(inFolder.toString()).contains(classes + "!/HelloFlow.java");
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("out/f.jar")))) {
            jar.putNextEntry(new JarEntry("HelloFlow.class"));
            jar.write(Files.readAllBytes(classes.resolve("HelloFlow.class")));
            jar.putNextEntry(new JarEntry("Broken.class"));
            jar.write(new byte[] {1, 2, 3});
        }
        var inJar = only(load("out/f.jar", "hello-world"), "deployments");
        assertThat(inJar.toString()).contains("\"path\":\"f.jar\"");
    }

    @Test
    void a_package_begins_where_its_folders_say() throws IOException {
        write(
                "src/flows/Health.java",
                """
                package flows;

                import dev.orrery.flows.Flow;

                public class Health {
                    @Flow public void health() {}
                }
                """);
        assertThat(only(load("src/flows/Health.java", null), "flows").get("entrypoint"))
                .hasToString(
                        "{\"kind\":\"java\",\"mainClass\":\"flows.Health\",\"method\":\"health\","
                                + "\"path\":\"flows/Health.java\"}");
    }

    @Test
    void what_does_not_compile_is_told_with_file_and_line() throws IOException {
        write("Wrong.java", "class Wrong {\n    int x = Missing.Y;\n}\n");
        var error = error("Wrong.java");
        assertThat(error.text("message"))
                .startsWith("The file Wrong.java does not compile: cannot find symbol");
        assertThat(error.text("file")).isEqualTo(folder.resolve("Wrong.java").toString());
        assertThat(error.get("line")).hasToString("2");
    }

    @Test
    void what_throws_is_told_with_the_trace_of_the_user_alone() throws IOException {
        write(
                "Thrower.java",
                """
                import dev.orrery.flows.*;
                class Thrower {
                    @Deployment static DeploymentSpec one() {
                        throw new IllegalStateException("no luck");
                    }
                }
                """);
        var error = error("Thrower.java");
        assertThat(error.text("message"))
                .isEqualTo("The file Thrower.java threw java.lang.IllegalStateException: no luck.");
        assertThat(error.get("line")).hasToString("4");
        // In a process of its own, nothing follows: the test itself is no frame of ours.
        assertThat(error.text("traceback"))
                .startsWith(
                        """
                        java.lang.IllegalStateException: no luck
                        \tat Thrower.one(Thrower.java:4)
                        \tat dev.orrery.flows.load.LoadingTest.load\
                        """);
    }

    @Test
    void a_value_that_can_not_be_kept_is_told_at_its_line() throws IOException {
        write(
                "Bad.java",
                """
                import dev.orrery.flows.*;
                class Bad {
                    @Deployment static final DeploymentSpec ONE =
                            DeploymentSpec.of("one", HelloFlow.class)
                                    .withParameter("name", new Object());
                }
                """);
        var error = error("Bad.java");
        assertThat(error.text("message"))
                .isEqualTo(
                        "'parameters.name' is of the type Object, which can't be written as JSON.");
        assertThat(error.get("line")).hasToString("5");
    }

    @Test
    void every_mistake_has_its_sentence() throws IOException {
        says(
                "static DeploymentSpec one() { return DeploymentSpec.of(\"x\", String.class); }",
                "The deployment 'x': the class java.lang.String of the flow is not in the"
                        + " deployment's folder.");
        says(
                "static DeploymentSpec one() { return DeploymentSpec.of(\"x\", Mistake.class); }",
                "The deployment 'x': The class Mistake has no @Flow method.");
        says(
                "static DeploymentSpec one() { return DeploymentSpec.at(\"x\", \"No.java\"); }",
                "The deployment 'x': there is no file " + folder.resolve("No.java") + ".");
        says(
                "static DeploymentSpec one() {"
                        + " return DeploymentSpec.at(\"x\", \"HelloFlow.java\", \"bye\"); }",
                "The deployment 'x': name one of the flows in the file HelloFlow.java:"
                        + " 'hello-world'.");
        says(
                "static java.util.List<DeploymentSpec> two() { var one = DeploymentSpec.of(\"x\","
                        + " HelloFlow.class); return java.util.List.of(one, one); }",
                "There are two deployments 'x' for the flow 'hello-world'; the first is in"
                        + " Mistake.java, line 4.");
        says(
                "DeploymentSpec one = null;",
                "'one' of the class Mistake is marked as a deployment and is not static.");
        says(
                "static Object one = 1;",
                "'one' of the class Mistake is marked as a deployment and is no DeploymentSpec.");
        says(
                "static Object one(int n) { return n; }",
                "'one' of the class Mistake is marked as a deployment and has parameters.");
        assertThat(error("None.java").text("message"))
                .isEqualTo("There is no file " + folder.resolve("None.java") + ".");
        write("flow.txt", "");
        assertThat(error("flow.txt").text("message"))
                .startsWith("Java's flows are in a .java file");
        assertThat(((Json.Obj) required(load("HelloFlow.java", "bye"), "error")).text("message"))
                .isEqualTo("There is no flow 'bye' in the file.");
    }

    private void says(String member, String message) throws IOException {
        write(
                "Mistake.java",
                "import dev.orrery.flows.*;\nclass Mistake {\n@Deployment\n" + member + "\n}\n");
        assertThat(error("Mistake.java").text("message")).isEqualTo(message);
    }

    private void write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(folder.resolve(name).resolveSibling(""));
        Files.writeString(file, content);
    }

    private Json.Obj load(String name, @Nullable String flow) {
        return Loading.load(folder.resolve(name), flow);
    }

    private Json.Obj error(String name) {
        var loaded = load(name, null);
        assertThat(all(loaded, "deployments")).isEmpty();
        return (Json.Obj) required(loaded, "error");
    }

    private static Json.Obj only(Json.Obj loaded, String field) {
        assertThat(all(loaded, field)).as("%s", loaded).hasSize(1);
        return all(loaded, field).getFirst();
    }

    private static List<Json.Obj> all(Json.Obj loaded, String field) {
        return ((Json.Array) required(loaded, field))
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static Json required(Json.Obj object, String field) {
        var value = object.get(field);
        assertThat(value).as(field).isNotNull();
        return value == null ? Json.NULL : value;
    }
}

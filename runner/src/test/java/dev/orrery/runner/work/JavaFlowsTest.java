package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaFlowsTest {

    private static final String SOURCE =
            """
            import dev.orrery.flows.*;
            import java.util.*;

            public class HelloFlow {
                @Flow
                public static Map<String, Object> helloWorld(
                        @Param(defaultValue = "world") String name, int n) {
                    System.out.println("Hello " + name + " of " + Beside.NAME + " ü");
                    return Map.of("greeted", Collections.nCopies(n, name));
                }

                @Flow
                public void broken() {
                    throw new IllegalStateException("no luck");
                }

                public static void main(String[] arguments) {
                    System.out.println("main " + String.join(" ", arguments));
                    Flows.run("inner", () -> System.out.println("plain"));
                }
            }
            """;

    @TempDir Path folder;
    Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.in(folder.resolve("data")).path(folder);
        Files.writeString(folder.resolve("HelloFlow.java"), SOURCE);
        Files.writeString(
                folder.resolve("Beside.java"),
                "class Beside { static final String NAME = \"b\"; }");
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void a_method_of_a_source_file_gets_typed_parameters_and_gives_its_result() {
        bench.parameters("{\"name\":\"Ada\",\"n\":2}");
        assertThat(bench.run(new Entrypoint.Java("HelloFlow.java", null, "helloWorld")))
                .isEqualTo(new Completed(new Json("{\"greeted\":[\"Ada\",\"Ada\"]}")));
        assertThat(bench.recorder.out()).containsExactly("Hello Ada of b ü");
    }

    @Test
    void an_exception_fails_the_run_and_is_shown_without_our_own_frames() {
        assertThat(bench.run(new Entrypoint.Java("HelloFlow.java", "HelloFlow", "broken")))
                .isInstanceOf(Failed.class)
                .extracting(outcome -> ((Failed) outcome).exitCode())
                .isEqualTo(1);
        assertThat(bench.recorder.err())
                .containsExactly(
                        "java.lang.IllegalStateException: no luck",
                        "\tat HelloFlow.broken(HelloFlow.java:14)");
    }

    @Test
    void a_parameter_of_another_type_is_named_and_the_run_does_not_start() {
        bench.parameters("{\"n\":\"two\"}");
        assertNotStarted(
                bench.run(new Entrypoint.Java("HelloFlow.java", null, "helloWorld")),
                "'n' must be a whole number (int), and not \"two\".");
        bench.parameters("{\"n\":1,\"nam\":1}");
        assertNotStarted(
                bench.run(new Entrypoint.Java("HelloFlow.java", null, "helloWorld")),
                "The flow 'hello-world' has no parameter 'nam'; it has name, n.");
    }

    @Test
    void a_source_file_that_does_not_compile_says_where() throws IOException {
        Files.writeString(
                folder.resolve("Beside.java"),
                "class Beside {\n  static final String NAME = 1;\n}\n");
        assertNotStarted(
                bench.run(new Entrypoint.Java("HelloFlow.java", null, "helloWorld")),
                "The file Beside.java does not compile: incompatible types: int cannot be converted"
                        + " to java.lang.String. (Beside.java:2)");
    }

    @Test
    void a_program_may_use_the_kit_and_is_not_tracked_twice() {
        bench.parameters("{\"name\":\"Ada\"}");
        assertThat(bench.run(new Entrypoint.Java("HelloFlow.java", null)))
                .isEqualTo(new Completed(null));
        assertThat(bench.recorder.out()).containsExactly("main --name=Ada", "plain");
    }

    @Test
    void a_folder_of_classes_and_a_jar_are_called_too() throws IOException {
        compile();
        bench.parameters("{\"n\":1}");
        var result = new Completed(new Json("{\"greeted\":[\"world\"]}"));
        assertThat(bench.run(new Entrypoint.Java("classes/", "HelloFlow", "helloWorld")))
                .isEqualTo(result);
        assertThat(bench.run(new Entrypoint.Java("flows.jar", "HelloFlow", "helloWorld")))
                .isEqualTo(result);
        assertThat(bench.path(folder.resolve("classes")).run(new Entrypoint.Java(".", "HelloFlow")))
                .isEqualTo(new Completed(null));
        assertNotStarted(
                bench.run(new Entrypoint.Java(".", null)),
                "A folder of classes does not say which one to start: name it.");
        assertNotStarted(
                bench.run(new Entrypoint.Java(".", "HelloFlow", "bye")),
                "The class HelloFlow has no flow 'bye'; it has broken, hello-world: name one.");
    }

    private void compile() throws IOException {
        var classes = Files.createDirectories(folder.resolve("classes"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(
                        compiler.run(
                                null,
                                OutputStream.nullOutputStream(),
                                null,
                                "-parameters",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                folder.resolve("HelloFlow.java").toString(),
                                folder.resolve("Beside.java").toString()))
                .isZero();
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("flows.jar")))) {
            for (var name : List.of("HelloFlow.class", "Beside.class")) {
                jar.putNextEntry(new JarEntry(name));
                jar.write(Files.readAllBytes(classes.resolve(name)));
            }
        }
    }

    private static void assertNotStarted(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).message()).isEqualTo(why);
        assertThat(((Failed) outcome).kind()).isEqualTo(FailureKind.NOT_STARTED);
    }
}

package dev.orrery.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.schemas.deployment.Entrypoint;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.event.FailureKind;
import dev.orrery.schemas.report.Outcome;
import dev.orrery.schemas.report.Outcome.Completed;
import dev.orrery.schemas.report.Outcome.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguagesTest {

    @TempDir Path folder;
    Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = Bench.in(folder.resolve("data")).path(folder);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Nested
    class Python {

        @BeforeEach
        void write() throws IOException {
            try {
                Programs.find("python3", System.getenv("PATH"), folder);
            } catch (CannotStart absent) {
                assumeTrue(false, "there is no python3 here: " + absent.getMessage());
            }
            Files.writeString(folder.resolve("beside.py"), "NAME = 'beside'\n");
            Files.writeString(
                    folder.resolve("flow.py"),
                    """
                    import beside

                    def hello(name="world", n=1):
                        print(f"Hello {name} from {beside.NAME} in {__name__}")
                        return {"greeted": [name] * n}

                    async def later():
                        return "ü"

                    def unwritable():
                        return {1, 2}

                    def broken():
                        raise ValueError("no luck")

                    VALUE = 3
                    """);
        }

        @Test
        void a_function_gets_its_parameters_and_gives_its_result() {
            bench.parameters("{\"name\":\"Ada\",\"n\":2}");
            assertThat(run("hello"))
                    .isEqualTo(new Completed(new Json("{\"greeted\":[\"Ada\",\"Ada\"]}")));
            assertThat(bench.recorder.out()).containsExactly("Hello Ada from beside in flow");
        }

        @Test
        void a_file_in_a_folder_imports_from_the_root_of_the_code() throws IOException {
            Files.createDirectories(folder.resolve("flows"));
            Files.writeString(folder.resolve("flows/settings.py"), "NAME = 'settings'\n");
            Files.writeString(
                    folder.resolve("flows/report.py"),
                    "from flows.settings import NAME\n\ndef report():\n    return NAME\n");
            assertThat(bench.run(new Entrypoint.Python("flows/report.py", "report")))
                    .isEqualTo(new Completed(new Json("\"settings\"")));
        }

        @Test
        void a_coroutine_is_awaited() {
            assertThat(run("later")).isEqualTo(new Completed(new Json("\"ü\"")));
        }

        @Test
        void a_value_that_is_not_json_is_left_out_and_said() {
            assertThat(run("unwritable")).isEqualTo(new Completed(null));
            assertThat(bench.recorder.err())
                    .singleElement()
                    .asString()
                    .startsWith("The return value is not JSON and was not kept");
        }

        @Test
        void an_exception_fails_the_run_and_is_shown_without_our_own_frames() {
            assertThat(run("broken")).isInstanceOf(Failed.class);
            assertThat(bench.recorder.err())
                    .startsWith("Traceback (most recent call last):")
                    .endsWith("ValueError: no luck")
                    .noneMatch(line -> line.contains("<string>"));
        }

        @Test
        void what_is_missing_is_named() {
            assertNotStarted(run("nothing"), "The file flow.py has no function 'nothing'.");
            assertNotStarted(run("VALUE"), "'VALUE' in the file flow.py is not a function.");
            bench.parameters("{\"nam\":1}");
            assertNotStarted(
                    run("hello"),
                    "The parameters do not fit the function 'hello': got an unexpected keyword"
                            + " argument 'nam'.");
            assertNotStarted(
                    bench.run(new Entrypoint.Python("other.py", "hello")),
                    "There is no file other.py in the folder " + folder + ".");
            assertNotStarted(
                    bench.run(new Entrypoint.Python("../other.py", "hello")),
                    "The file ../other.py is outside the folder " + folder + ".");
        }

        private Outcome run(String function) {
            return bench.run(new Entrypoint.Python("flow.py", function));
        }
    }

    @Nested
    class Java {

        @Test
        void a_source_file_gets_its_parameters() throws IOException {
            Files.writeString(
                    folder.resolve("HelloFlow.java"),
                    """
                    void main(String[] arguments) throws Exception {
                        IO.println(String.join(" ", arguments) + " ü");
                        IO.println(System.getenv("ORRERY_PARAMETERS"));
                        java.nio.file.Files.writeString(
                                java.nio.file.Path.of(System.getenv("ORRERY_RESULT")), "42");
                    }
                    """);
            bench.parameters("{\"name\":\"Ada\",\"deep\":{\"b\":1}}");
            assertThat(bench.run(new Entrypoint.Java("HelloFlow.java", null)))
                    .isEqualTo(new Completed(new Json("42")));
            assertThat(bench.recorder.out())
                    .containsExactly(
                            "--deep={\"b\":1} --name=Ada ü",
                            "{\"deep\":{\"b\":1},\"name\":\"Ada\"}");
        }

        @Test
        void what_is_missing_is_named() throws IOException {
            assertNotStarted(
                    bench.run(new Entrypoint.Java("Other.java", null)),
                    "There is no file Other.java in the folder " + folder + ".");
            var text = Files.writeString(folder.resolve("flow.txt"), "");
            assertNotStarted(
                    bench.run(new Entrypoint.Java("flow.txt", null)),
                    "Java runs a .java or a .jar file, or a folder of classes, and not "
                            + text
                            + ".");
        }
    }

    private static void assertNotStarted(Outcome outcome, String why) {
        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(((Failed) outcome).kind()).isEqualTo(FailureKind.NOT_STARTED);
        assertThat(((Failed) outcome).message()).isEqualTo(why);
    }
}

package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of Python's kit are written in Python; here they belong to the build. */
class PythonKitTest {

    private static final long MINUTES_MAX = 3;

    /** A process for each file of tests, at once: most of them wait for time-outs. */
    @Test
    void its_own_tests_pass(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(hasPython(), "SKIPPED: there is no python3 on the PATH to test its kit with");
        var running = new LinkedHashMap<Path, Process>();
        for (var file : files()) {
            var said = folder.resolve(file.getFileName() + ".txt");
            running.put(said, discover(file, said));
        }
        assertThat(running).hasSizeGreaterThan(5);
        for (var one : running.entrySet()) {
            boolean ended = one.getValue().waitFor(MINUTES_MAX, TimeUnit.MINUTES);
            one.getValue().destroyForcibly();
            var said = Files.readString(one.getKey());
            assertThat(ended && one.getValue().waitFor() == 0).as(said).isTrue();
            // Where nothing is found, older Pythons are content.
            assertThat(said).doesNotContain("Ran 0 tests");
        }
    }

    private static Process discover(Path file, Path said) throws IOException {
        var builder =
                new ProcessBuilder(
                                "python3",
                                "-m",
                                "unittest",
                                "discover",
                                "-s",
                                tests().toString(),
                                "-p",
                                file.getFileName().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder.start();
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(tests())) {
            return files.filter(file -> file.getFileName().toString().matches("test_.*\\.py"))
                    .toList();
        }
    }

    private static boolean hasPython() {
        var path = String.valueOf(System.getenv("PATH"));
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
    }

    /** Wherever the build was started. */
    private static Path tests() {
        for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            var tests = above.resolve("flows/src/test/python");
            if (Files.isDirectory(tests)) {
                return tests;
            }
        }
        throw new IllegalStateException("The tests run outside of the sources");
    }
}

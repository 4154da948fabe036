package dev.orrery.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of Python's kit are written in Python; here they belong to the build. */
class PythonKitTest {

    private static final long MINUTES_MAX = 3;

    @Test
    void its_own_tests_pass(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(hasPython(), "SKIPPED: there is no python3 on the PATH to test its kit with");
        var said = folder.resolve("said.txt");
        var builder =
                new ProcessBuilder(
                                "python3", "-m", "unittest", "discover", "-s", tests().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        var process = builder.start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.waitFor() == 0).as(Files.readString(said)).isTrue();
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

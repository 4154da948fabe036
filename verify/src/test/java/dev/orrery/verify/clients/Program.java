package dev.orrery.verify.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs.
 *
 * @param process itself
 * @param out what it prints
 * @param err what it says
 */
record Program(Process process, Path out, Path err) implements AutoCloseable {

    private static final long SECONDS_MAX = 60;

    /**
     * @param folder for what it prints and says
     */
    static Program start(Path folder, List<String> command) throws IOException {
        var out = Files.createTempFile(folder, "out", ".txt");
        var err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command);
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new Program(builder.start(), out, err);
    }

    /** A file of the sources. */
    static Path source(String name) {
        var root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = Objects.requireNonNull(root.getParent(), "tests run inside of the sources");
        }
        return root.resolve(name);
    }

    /** Whether a program ends well here, such as one that only looks for a library. */
    static boolean endsWell(Path folder, List<String> command) throws InterruptedException {
        try (var program = start(folder, command)) {
            return program.process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)
                    && program.process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** All that it printed, once it ended well. */
    String printed() throws InterruptedException {
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS))
                .as("it ends: %s", said())
                .isTrue();
        assertThat(process.exitValue()).as("it said: %s", said()).isZero();
        return read(out).strip();
    }

    /** Whole lines that it printed so far. */
    List<String> lines() {
        assertThat(process.isAlive()).as("it goes on; it said: %s", said()).isTrue();
        var text = read(out);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    String said() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package dev.orrery.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The launcher of the distribution that the build made, in a folder.
 *
 * @param folder where it is typed
 * @param api the server
 */
record Launcher(Path folder, String api) {

    private static final long SECONDS_MAX = 120;

    Said type(String... words) throws InterruptedException {
        var command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(words));
        try {
            var out = Files.createTempFile("orrery-out", ".txt");
            var err = Files.createTempFile("orrery-err", ".txt");
            var builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().put("ORRERY_API_URL", api);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("ORRERY_JOURNAL", folder.resolve("journal").toString());
            var process = builder.start();
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as("it ends").isTrue();
            return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path script() {
        for (var above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            var script = above.resolve("app/server/target/orrery/bin/orrery");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IllegalStateException("the distribution is built before these tests");
    }
}

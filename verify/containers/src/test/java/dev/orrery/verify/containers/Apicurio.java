package dev.orrery.verify.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Apicurio's registry as it is published, in a process that ends with this JVM; in memory. */
final class Apicurio {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Pattern LISTENING =
            Pattern.compile("Listening on: (http://[0-9.]+:[0-9]+)\\b");
    private static final String CONFLUENT_API = "/apis/ccompat/v7";

    private Apicurio() {}

    /** Where its Confluent API is. */
    static String url() {
        return Started.URL;
    }

    /** Once a JVM, when it is first asked for. */
    private static final class Started {
        static final String URL = start();
    }

    private static String start() {
        try {
            var output = Files.createTempFile("apicurio", ".txt");
            var process = process().redirectErrorStream(true).redirectOutput(output.toFile());
            var registry = process.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(registry, output)));
            var address = LISTENING.matcher("");
            await("Apicurio to listen")
                    .atMost(START_MAX)
                    .until(() ->
                            !registry.isAlive() || address.reset(Files.readString(output)).find());
            assertThat(registry.isAlive()).as(Files.readString(output)).isTrue();
            return address.group(1) + CONFLUENT_API;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ProcessBuilder process() {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0",
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-jar",
                Path.of(System.getProperty("orrery.containers.registry"), "quarkus-run.jar")
                        .toString());
    }

    private static void stop(Process registry, Path output) {
        registry.destroy();
        try {
            registry.waitFor();
            Files.deleteIfExists(output);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}

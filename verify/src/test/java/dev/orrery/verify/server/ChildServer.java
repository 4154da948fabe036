package dev.orrery.verify.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.server.Main;
import dev.orrery.server.node.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server as a user starts it, in a JVM of its own, so that it can be killed. */
public final class ChildServer implements AutoCloseable {

    private final Process process;
    private final Path data;
    private final Path output;

    private ChildServer(Process process, Path data, Path output) {
        this.process = process;
        this.data = data;
        this.output = output;
    }

    /** Does what {@code orrery up} does, on a free port where the options name none. */
    public static ChildServer up(Path data, String... options) {
        var words = new ArrayList<>(List.of("up", "--data", data.toString()));
        Surroundings.here()
                .settings(data)
                .forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
        words.addAll(List.of(options));
        if (!words.contains("--port")) {
            words.addAll(List.of("--port", "0"));
        }
        return start(data, words);
    }

    /** Does what another program of the server does, which ends by itself. */
    public static ChildServer program(Path data, String... words) {
        return start(data, List.of(words));
    }

    private static ChildServer start(Path data, List<String> words) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path")));
        command.add("-Dlogback.configurationFile=" + shippedLogging());
        command.add(Main.class.getName());
        command.addAll(words);
        try {
            var output = Files.createTempFile("orrery-child", ".txt");
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            return new ChildServer(process, data, output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a user reads is what is shipped, and not what tests log with. */
    private static Path shippedLogging() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            var file = folder.resolve("app/server/src/main/conf/logback.xml");
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new IllegalStateException("The tests run outside of the sources");
    }

    /** Returns as soon as it says where it is. */
    public Endpoints endpoints() {
        await("the server to say where it is")
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || ours());
        assertThat(process.isAlive()).as("the server lives; it said: %s", output()).isTrue();
        return Endpoints.of(data).orElseThrow();
    }

    /** Returns when it is ready. */
    public Http awaitReady() {
        var http = new Http(endpoints().api());
        await().until(() -> !process.isAlive() || isReady(http));
        assertThat(process.isAlive()).as("the server lives; it said: %s", output()).isTrue();
        return http;
    }

    private static boolean isReady(Http http) {
        try {
            return http.get("/readyz").status() == 200;
        } catch (UncheckedIOException ended) {
            // Who waits looks whether the process lives.
            return false;
        }
    }

    /** As kill -9 does it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it was killed").isTrue();
    }

    /** What it ends with by itself. */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(Patience.MOST.toSeconds(), TimeUnit.SECONDS))
                .as("it ends by itself; it said: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** What it printed and logged. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean ours() {
        return Endpoints.of(data).filter(found -> found.pid() == process.pid()).isPresent();
    }

    /** As Ctrl-C does it, and with force where that does not help. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Files.deleteIfExists(output);
    }
}

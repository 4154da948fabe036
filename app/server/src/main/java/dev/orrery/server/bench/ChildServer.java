package dev.orrery.server.bench;

import dev.orrery.server.node.Endpoints;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code orrery up} in a process of its own, as a user starts it. */
final class ChildServer implements AutoCloseable {

    private static final long READY_SECONDS_MAX = 300;
    private static final long LOOK_MILLIS = 10;
    private static final int GOOD = 200;
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;

    private final Process process;
    private final Endpoints endpoints;
    private final double readySeconds;

    private ChildServer(Process process, Endpoints endpoints, double readySeconds) {
        this.process = process;
        this.endpoints = endpoints;
        this.readySeconds = readySeconds;
    }

    /**
     * Returns when it is ready.
     *
     * @param options of {@code orrery up}; without {@code http.port} the port is free
     */
    static ChildServer start(Path data, String... options)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Files.createDirectories(data.toAbsolutePath().getParent());
        var process =
                new ProcessBuilder(command(data, List.of(options)))
                        .redirectErrorStream(true)
                        .redirectOutput(new File(data + ".log"))
                        .start();
        long until = start + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
        while (System.nanoTime() - until < 0 && process.isAlive()) {
            var endpoints = Endpoints.of(data).filter(found -> found.pid() == process.pid());
            if (endpoints.isPresent() && isReady(endpoints.get())) {
                double seconds = (System.nanoTime() - start) / 1e9;
                return new ChildServer(process, endpoints.get(), seconds);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "orrery up did not become ready:\n" + Files.readString(Path.of(data + ".log")));
    }

    private static List<String> command(Path data, List<String> options) {
        var command = new ArrayList<String>();
        var home = System.getProperty("orrery.home");
        if (home != null && Files.isExecutable(Path.of(home, "bin", "orrery"))) {
            command.add(Path.of(home, "bin", "orrery").toString());
        } else {
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-Xmx512m",
                            "-XX:+UseParallelGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.orrery.server.Main"));
        }
        // What comes later wins.
        command.addAll(List.of("up", "--set", "http.port=0", "--data", data.toString()));
        command.addAll(options);
        return command;
    }

    private static boolean isReady(Endpoints endpoints) throws IOException {
        try (var line = HttpLine.open(endpoints.api())) {
            return line.ask(HttpRequest.get("/readyz")).status() == GOOD;
        } catch (ConnectException _) {
            return false;
        }
    }

    Endpoints endpoints() {
        return endpoints;
    }

    double readySeconds() {
        return readySeconds;
    }

    double residentMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            var line = lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
    }

    /** How much of a core it uses over some time. */
    double processorPercent(Duration length) throws IOException, InterruptedException {
        double before = processorSeconds();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
        return 100 * (processorSeconds() - before) / ((System.nanoTime() - start) / 1e9);
    }

    private double processorSeconds() throws IOException {
        var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // The name of the program is in brackets and may have spaces.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return ticks / TICKS_PER_SECOND;
    }

    /** As kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }
}

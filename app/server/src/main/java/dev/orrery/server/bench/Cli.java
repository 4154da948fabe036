package dev.orrery.server.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a command takes in a terminal, beside a JVM that does nothing. */
final class Cli implements Measurement {

    private static final long SECONDS_MAX = 30;

    @Override
    public String name() {
        return "cli";
    }

    @Override
    public void measure(Rig rig, Rounds rounds, Book book) throws Exception {
        rig.closeAll();
        var home = System.getProperty("orrery.home");
        if (home == null) {
            // Started by a build tool, and not by the launcher that is to be measured.
            return;
        }
        var orrery = Path.of(home, "bin", "orrery").toString();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (var child = ChildServer.start(rig.folder("cli"))) {
            var api = child.endpoints().api();
            Deployments.create(api, 10);
            book.note(
                    "java -version, p50",
                    millis(rounds, api, List.of(java, "-version")),
                    Unit.MILLISECONDS);
            book.add(
                    "orrery --version, p50",
                    millis(rounds, api, List.of(orrery, "--version")),
                    Unit.MILLISECONDS,
                    Target.atMost(150));
            book.add(
                    "orrery deployment ls, p50",
                    millis(rounds, api, List.of(orrery, "deployment", "ls")),
                    Unit.MILLISECONDS,
                    Target.atMost(400));
        }
    }

    /** The first calls find the disk cold. */
    private static double millis(Rounds rounds, String api, List<String> command)
            throws IOException, InterruptedException {
        round(rounds.commands() / 4, api, command);
        return round(rounds.commands(), api, command).p50Millis();
    }

    private static Samples round(int times, String api, List<String> command)
            throws IOException, InterruptedException {
        var samples = new Samples();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            var builder = new ProcessBuilder(command);
            builder.environment().put("ORRERY_API_URL", api);
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            var process = builder.start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end well");
            }
            samples.add(System.nanoTime() - start);
        }
        return samples;
    }
}

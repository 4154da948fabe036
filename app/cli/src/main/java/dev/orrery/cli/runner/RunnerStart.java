package dev.orrery.cli.runner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import dev.orrery.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a runner. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a runner, which leases runs and executes them until it is stopped.",
            "It takes its work from Kafka: that of the server whose data folder --join names, or"
                    + " the one of --set kafka.bootstrap.servers and schema.registry.url."
        },
        footer = {
            "%nExamples:",
            "  orrery runner start --pool gpu",
            "  orrery runner start --join /var/lib/orrery --data /var/lib/orrery-runner",
            "  orrery runner start --set kafka.bootstrap.servers=kafka:9092"
                    + " --set schema.registry.url=http://registry:8081"
        })
public final class RunnerStart implements Callable<Integer> {

    private static final long STOP_SECONDS_MAX = 120;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "A work pool that it takes runs of (default default). May be repeated.")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--join",
            paramLabel = "DIR",
            description = "The data folder of a server that runs here (default .orrery).")
    private String join = ".orrery";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The runner's own folder (default .orrery-runner).")
    private String data = ".orrery-runner";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings, in place of --join.")
    private @Nullable String config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One setting of the server's; may be repeated.")
    private List<String> settings = new ArrayList<>();

    private final Terminal terminal;

    public RunnerStart(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().flush();
        try {
            var process =
                    new ProcessBuilder(words())
                            .directory(terminal.folder().toFile())
                            .inheritIO()
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "orrery-stop"));
            return process.waitFor();
        } catch (IOException failure) {
            throw new Stop(ExitCode.FAILED, "The runner can't be started: " + failure.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Stop(ExitCode.FAILED, "The command was interrupted.");
        }
    }

    private List<String> words() {
        var words = new ArrayList<>(List.of(launcher(), "server", "--data", data));
        set(words, "roles=runner");
        if (config != null) {
            words.addAll(List.of("--config", config));
        } else if (settings.stream().noneMatch(s -> s.startsWith("kafka.bootstrap.servers="))) {
            var endpoints = endpoints(terminal.file(join));
            set(words, "kafka.bootstrap.servers=" + Json.text(endpoints, "/kafka"));
            set(words, "schema.registry.url=" + Json.text(endpoints, "/registry"));
        }
        if (!pools.isEmpty()) {
            set(words, "pools=" + String.join(",", pools));
        }
        settings.forEach(setting -> set(words, setting));
        return words;
    }

    private static void set(List<String> words, String setting) {
        words.addAll(List.of("--set", setting));
    }

    private static JsonNode endpoints(Path folder) {
        var file = folder.resolve("endpoints.json");
        try {
            return Json.read(Files.readString(file));
        } catch (IOException | IllegalArgumentException missing) {
            throw new Stop(
                    ExitCode.UNREACHABLE,
                    "No server runs on the folder "
                            + folder
                            + "; start one with './orrery up', name its folder with --join, or its"
                            + " Kafka with --set kafka.bootstrap.servers=HOST:PORT.");
        }
    }

    private static String launcher() {
        var launcher = System.getProperty("orrery.launcher");
        if (launcher == null) {
            throw new Stop(
                    ExitCode.FAILED,
                    "The server's program is not known here; start the launcher 'orrery'.");
        }
        return launcher;
    }

    /** It drains first, so it is waited for. */
    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

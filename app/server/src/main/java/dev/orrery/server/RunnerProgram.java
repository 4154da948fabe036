package dev.orrery.server;

import dev.orrery.server.node.Endpoints;
import dev.orrery.server.node.Node;
import dev.orrery.server.node.NodeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a runner and nothing else, and stays up until it is told to stop. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 100,
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
final class RunnerProgram implements Callable<Integer> {

    private static final int UNREACHABLE = 7;

    /** The word that it stands below. */
    @Command(
            name = "runner",
            mixinStandardHelpOptions = true,
            description = "Executes runs.",
            subcommands = RunnerProgram.class)
    static final class Group {}

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "A work pool that it takes runs of (default default). May be repeated.")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--join",
            paramLabel = "DIR",
            description = "The data folder of a server that runs here (default .orrery).")
    private Path join = Path.of(".orrery");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The runner's own folder (default .orrery-runner).")
    private Path data = Path.of(".orrery-runner");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of settings, in place of --join.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "One setting of the server's; may be repeated.")
    private Map<String, String> set = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        var settings = SettingsOptions.of(config);
        if (config == null && !set.containsKey("kafka.bootstrap.servers")) {
            var server = Endpoints.of(join);
            if (server.isEmpty()) {
                System.err.println(
                        "orrery: No server runs on the folder "
                                + join.toAbsolutePath().normalize()
                                + "; start one with './orrery up', name its folder with --join, or"
                                + " its Kafka with --set kafka.bootstrap.servers=HOST:PORT.");
                return UNREACHABLE;
            }
            settings.put("kafka.bootstrap.servers", server.get().kafka());
            settings.put("schema.registry.url", server.get().registry());
        }
        if (!pools.isEmpty()) {
            settings.put("pools", String.join(",", pools));
        }
        settings.put("roles", "runner");
        settings.put("data.dir", data.toString());
        settings.putAll(set);
        var node = Node.startWithProcess(NodeSettings.of(settings));
        node.awaitReady();
        Banner.print(node);
        return Failures.tell(node.awaitFault());
    }
}

package dev.orrery.server;

import dev.orrery.schemas.registry.RegistryException;
import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import dev.orrery.server.move.LogMove;
import dev.orrery.server.node.ClusterAccess;
import dev.orrery.server.node.LogAccess;
import dev.orrery.server.node.NodeSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes the log of an embedded Kafka to a Kafka of one's own. */
@Command(
        name = "move-log",
        mixinStandardHelpOptions = true,
        description = {
            "Copies the log of a data folder to the Kafka and the schema registry of the settings"
                    + " kafka.bootstrap.servers and schema.registry.url: events with their hash"
                    + " chain, their schemas, pushed code, and output.",
            "The server of the folder must be stopped, and no node may run on that Kafka yet. Ended"
                    + " early, the same command goes on."
        })
final class MoveProgram implements Callable<Integer> {

    @Mixin private SettingsOptions options = new SettingsOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var given = options.values();
        var settings = NodeSettings.of(given);
        ClusterAccess.requireNamed(settings);
        requireStopped(settings.data());
        var out = spec.commandLine().getOut();
        try (var log = LogAccess.to(settings.data())) {
            Map<String, Object> from = Map.of("bootstrap.servers", log.bootstrapServers());
            var wanted = new HashMap<>(given);
            wanted.put("partitions", Integer.toString(LogMove.partitions(from)));
            try (var cluster = ClusterAccess.to(NodeSettings.of(wanted))) {
                var move = new LogMove(from, cluster.clients(), cluster.registry(), out);
                tell(out, settings.data(), move.run());
            }
            return 0;
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException | RegistryException failure) {
            throw new StartRefused(
                    "The move ended early: "
                            + failure.getMessage()
                            + ". When that is mended, the same command goes on.",
                    failure);
        }
    }

    private static void requireStopped(Path data) {
        if (DataFolder.isInUse(data)) {
            throw new StartRefused(
                    "A server runs on the data folder " + data + "; stop it, and move then.");
        }
        if (!Files.exists(data.resolve("kafka").resolve("meta.properties"))) {
            throw new StartRefused(
                    "There is no log in the data folder "
                            + data
                            + "; name the folder of your server with --data.");
        }
    }

    private static void tell(PrintWriter out, Path data, LogMove.Summary moved) {
        if (moved.leftOut() > 0) {
            out.printf(
                    "%,d records of output or code were left out: they don't say their schema.%n",
                    moved.leftOut());
        }
        out.printf(
                "%,d events of %d partitions are there, up to %s. The hash chain is whole.%n",
                moved.events(), moved.partitions(), moved.last());
        out.printf(
                "Now start nodes on that Kafka with partitions=%d, and no server on %s again.%n",
                moved.partitions(), data);
        out.flush();
    }
}

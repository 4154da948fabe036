package dev.orrery.server;

import dev.orrery.server.node.Node;
import dev.orrery.server.node.NodeSettings;
import dev.orrery.server.quickstart.Quickstart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does on a folder of its own what a server does, so that the JVM can keep the classes as they are
 * then and later starts need not load and link them again.
 */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Records what a start needs, to make later starts quick; the build calls it.")
final class WarmUpProgram implements Callable<Integer> {

    @Override
    public Integer call() throws InterruptedException, IOException {
        var folder = Files.createTempDirectory("orrery-warm-up");
        var settings = Map.of("data.dir", folder.toString(), "http.port", "0");
        try (var node = Node.start(NodeSettings.of(settings))) {
            node.awaitReady();
            Quickstart.exercise(node.endpoints().api());
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(WarmUpProgram::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

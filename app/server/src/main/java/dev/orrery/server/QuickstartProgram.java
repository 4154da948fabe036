package dev.orrery.server;

import dev.orrery.server.node.Node;
import dev.orrery.server.quickstart.Quickstart;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, registers the examples, runs one and shows what happened. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description =
                "Starts Orrery with the examples, runs one of them and shows its audit trail.")
final class QuickstartProgram implements Callable<Integer> {

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(
            names = "--exit",
            description = "Stop after the run, with 0 when it completed and 1 when not.")
    private boolean exit;

    @Override
    public Integer call() throws InterruptedException {
        System.out.println("Starting Orrery: Kafka, registry, API, processor, projector, runner");
        var node = Node.startWithProcess(options.settings());
        node.awaitReady();
        Banner.print(node);
        var completed = Quickstart.run(node.endpoints().api(), examples());
        if (exit) {
            return completed ? 0 : Failures.EXIT_CODE;
        }
        System.out.println();
        System.out.println("Orrery stays up at " + node.endpoints().api() + "; Ctrl-C stops it.");
        return Failures.tell(node.awaitFault());
    }

    /** The launcher says where they are. */
    private static Path examples() {
        return Path.of(System.getProperty("orrery.examples", "examples")).toAbsolutePath();
    }
}

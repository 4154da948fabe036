package dev.orrery.server;

import dev.orrery.server.node.Node;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a server and stays up until it is told to stop. */
@Command(
        name = "up",
        aliases = "server",
        mixinStandardHelpOptions = true,
        description =
                "Starts Orrery in this process: API, processor, projector, runner, and with no"
                        + " kafka.bootstrap.servers set an embedded Kafka and schema registry.")
final class UpProgram implements Callable<Integer> {

    @Mixin private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        var node = Node.startWithProcess(options.settings());
        node.awaitReady();
        Banner.print(node);
        return Failures.tell(node.awaitFault());
    }
}

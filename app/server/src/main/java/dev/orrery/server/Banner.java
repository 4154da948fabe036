package dev.orrery.server;

import dev.orrery.server.node.Node;
import dev.orrery.server.node.NodeRole;

/** What a server prints when it is up: where it is reached. */
final class Banner {

    private Banner() {}

    static void print(Node node) {
        var endpoints = node.endpoints();
        var isRunner = node.settings().isRunnerAlone();
        System.out.println(isRunner ? "A runner is up." : "Orrery is up.");
        if (isRunner) {
            System.out.println("  Pools     " + String.join(", ", node.settings().pools()));
        }
        if (node.settings().has(NodeRole.API)) {
            System.out.println("  API       " + endpoints.api());
        }
        System.out.println("  Kafka     " + endpoints.kafka());
        System.out.println("  Registry  " + endpoints.registry());
        System.out.println("  Data      " + node.settings().data());
        System.out.println("Stop it with Ctrl-C.");
    }
}

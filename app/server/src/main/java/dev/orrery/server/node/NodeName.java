package dev.orrery.server.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name of a node, the same at each start: a restart is then no rebalance. */
final class NodeName {

    private static final String FILE = "node-name";
    private static final int CHARACTERS = 8;

    private NodeName() {}

    /** Whether a server has worked on the folder. */
    static boolean isIn(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    static String in(Path data) {
        var file = data.resolve(FILE);
        return SmallFile.read(file)
                .orElseGet(() -> {
                    var name = UUID.randomUUID().toString().substring(0, CHARACTERS);
                    SmallFile.write(file, name);
                    return name;
                });
    }
}

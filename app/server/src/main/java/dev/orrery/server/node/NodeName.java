package dev.orrery.server.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name of a node, the same at each start: a restart is then no rebalance. */
final class NodeName {

    private static final String FILE = "node-name";
    private static final int CHARACTERS = 8;

    private NodeName() {}

    static String in(Path data) {
        var file = data.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, UUID.randomUUID().toString().substring(0, CHARACTERS));
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

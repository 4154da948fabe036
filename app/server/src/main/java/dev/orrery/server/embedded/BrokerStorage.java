package dev.orrery.server.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** Makes a folder into the storage of a node, once. */
final class BrokerStorage {
    /**
     * With version 2 each transaction has its own producer epoch, so that a late write of an
     * earlier one can't fall into the next; the design refuses brokers below it.
     */
    private static final short TRANSACTION_VERSION = 2;

    private BrokerStorage() {}

    /** `meta.properties` is the last file that formatting writes, so half a format is no format. */
    static void formatOnce(Path log) throws Exception {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream())) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setFeatureLevel("transaction.version", TRANSACTION_VERSION)
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .run();
        }
    }
}

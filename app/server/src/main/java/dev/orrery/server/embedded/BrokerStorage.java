package dev.orrery.server.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;

/** The folder of the node: makes it into one, once, and tells how the node before ended. */
final class BrokerStorage {
    /**
     * With version 2 each transaction has its own producer epoch, so that a late write of an
     * earlier one can't fall into the next; the design refuses brokers below it.
     */
    private static final short TRANSACTION_VERSION = 2;

    private BrokerStorage() {}

    /** How the node that had the folder before ended. */
    enum Before {
        NOBODY,
        STOPPED,
        KILLED
    }

    /**
     * Formats the folder if that was never done. `meta.properties` is the last file that formatting
     * writes, so half a format is no format.
     */
    static Before prepare(Path log) throws Exception {
        if (Files.exists(log.resolve("meta.properties"))) {
            boolean stopped =
                    Files.exists(log.resolve(CleanShutdownFileHandler.CLEAN_SHUTDOWN_FILE_NAME));
            return stopped ? Before.STOPPED : Before.KILLED;
        }
        format(log);
        return Before.NOBODY;
    }

    private static void format(Path log) throws Exception {
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

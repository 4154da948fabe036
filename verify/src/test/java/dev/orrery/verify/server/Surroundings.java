package dev.orrery.verify.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Where the servers of stories have their Kafka and their registry. In themselves, unless a module
 * that tells the same stories brings others along as a service.
 */
@FunctionalInterface
public interface Surroundings {

    /**
     * What a server on a data folder is told by the names of {@code server.properties}. Each folder
     * has a log of its own, and the same one at each start.
     */
    Map<String, String> settings(Path data);

    /** Those of this JVM. */
    static Surroundings here() {
        return ServiceLoader.load(Surroundings.class).findFirst().orElse(_ -> Map.of());
    }
}

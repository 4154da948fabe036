package dev.orrery.runner.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The runner's name, which outlives restarts: it is by the name that the processor knows what an
 * earlier life held.
 */
final class RunnerName {

    private static final int HOST_CHARACTERS_MAX = 64;

    private RunnerName() {}

    static String in(Path folder) throws IOException {
        var file = Files.createDirectories(folder).resolve("runner-name");
        if (Files.exists(file)) {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        String name = "%s-%04x".formatted(host(), ThreadLocalRandom.current().nextInt(0x10000));
        Files.writeString(file, name + "\n");
        return name;
    }

    private static String host() {
        try {
            // No '@', which ends the name in a runner's id, and nothing that a log line breaks at.
            String host = InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.-]", "-");
            return host.substring(0, Math.min(host.length(), HOST_CHARACTERS_MAX));
        } catch (UnknownHostException _) {
            return "runner";
        }
    }
}

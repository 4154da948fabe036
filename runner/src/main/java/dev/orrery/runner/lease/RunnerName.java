package dev.orrery.runner.lease;

import dev.orrery.flows.track.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The runner's name, which outlives restarts: it is by the name that the processor knows what an
 * earlier life held.
 */
final class RunnerName {

    private RunnerName() {}

    /**
     * @param host what its machine is called, which a new name begins with
     */
    static String in(Path folder, String host) throws IOException {
        var file = Files.createDirectories(folder).resolve("runner-name");
        if (Files.exists(file)) {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        String begin = host.substring(0, Math.min(host.length(), HostName.CHARACTERS_MAX));
        String name = "%s-%04x".formatted(begin, ThreadLocalRandom.current().nextInt(0x10000));
        Files.writeString(file, name + "\n");
        return name;
    }
}

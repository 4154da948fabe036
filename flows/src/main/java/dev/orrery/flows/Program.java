package dev.orrery.flows;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program {@code orrery}.
 *
 * @param path of it
 */
record Program(String path) {

    /** The one that ORRERY_LAUNCHER names, that of this distribution, or the one on the PATH. */
    static Program find() {
        String named = System.getenv("ORRERY_LAUNCHER");
        if (named != null && !named.isEmpty()) {
            return new Program(named);
        }
        return Stream.concat(ofDistribution(), onPath())
                .filter(Files::isExecutable)
                .findFirst()
                .map(found -> new Program(found.toString()))
                .orElseThrow(() ->
                        new LaunchException(
                                "The program orrery is not on the PATH; name it in"
                                        + " ORRERY_LAUNCHER, or create the deployment by"
                                        + " 'orrery deployment create FILE'."));
    }

    /** The kit is {@code flows/orrery-flows.jar} there. */
    private static Stream<Path> ofDistribution() {
        try {
            var kit = Program.class.getProtectionDomain().getCodeSource();
            return kit == null
                    ? Stream.empty()
                    : Stream.of(
                            Path.of(kit.getLocation().toURI())
                                    .resolve("../../bin/orrery")
                                    .normalize());
        } catch (URISyntaxException elsewhere) {
            return Stream.empty();
        }
    }

    private static Stream<Path> onPath() {
        var path = String.valueOf(System.getenv("PATH"));
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "orrery"));
    }

    /**
     * Starts it in this terminal, and waits for it.
     *
     * @return its exit code
     * @throws LaunchException when it can't be started
     */
    int start(List<String> arguments) {
        var words = new ArrayList<>(List.of(path));
        words.addAll(arguments);
        System.out.flush();
        try {
            var process = new ProcessBuilder(words).inheritIO().start();
            try {
                return process.waitFor();
            } catch (InterruptedException stop) {
                process.destroy();
                Thread.currentThread().interrupt();
                throw new LaunchException("The program " + path + " was interrupted.");
            }
        } catch (IOException failure) {
            throw new LaunchException(
                    "The program %s could not be started: %s."
                            .formatted(path, failure.getMessage()));
        }
    }
}

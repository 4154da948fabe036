package dev.orrery.verify.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The versions that left something, each in a folder of its own. */
final class Releases {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Releases() {}

    static Path folder(String version) {
        return root().resolve(FOLDER).resolve(version);
    }

    /** Oldest first. */
    static List<String> all() {
        try (var folders = Files.list(root().resolve(FOLDER))) {
            return folders.map(each -> each.getFileName().toString())
                    .sorted(Comparator.comparing(Version::parse))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String newest() {
        return all().getLast();
    }

    /** The module, wherever the tests are started. */
    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("mvnw")) ? here.resolve("verify") : here;
    }
}

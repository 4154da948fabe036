package dev.orrery.verify.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the repository. */
final class Sources {

    private static final Set<String> NOT_OURS =
            Set.of("target", ".git", ".mvn", ".build", ".orrery");

    private Sources() {}

    static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            var above = folder.getParent();
            if (above == null) {
                throw new IllegalStateException("these tests run inside the repository");
            }
            folder = above;
        }
        return folder;
    }

    static List<Path> java() {
        return ending(".java").stream().filter(file -> file.toString().contains("/src/")).toList();
    }

    static List<Path> shipped() {
        return java().stream().filter(file -> file.toString().contains("/src/main/java/")).toList();
    }

    static List<Path> ending(String end) {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.toString().endsWith(end))
                    .filter(Files::isRegularFile)
                    .filter(Sources::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isOurs(Path file) {
        for (var part : root().relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}

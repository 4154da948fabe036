package dev.orrery.verify.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The documents, and the distribution that they are about. */
final class Library {

    private Library() {}

    /** Those in which something is marked; the tutorial first: it reads a whole history. */
    static List<String> marked() throws IOException {
        var docs = of("docs");
        try (Stream<Path> files = Files.walk(docs)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(docs::relativize)
                    .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(path -> path))
                    .map(Path::toString)
                    .filter(document -> !blocks(document).isEmpty())
                    .toList();
        }
    }

    /** What is marked in a document. */
    static List<Block> blocks(String document) {
        try {
            var lines = Files.readAllLines(of("docs").resolve(document));
            return Block.of(lines).stream().filter(Block::isMarked).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The one that the build made. */
    static Path distribution() {
        return of("app/server/target/orrery");
    }

    private static Path of(String name) {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder.resolve(name);
            }
        }
        throw new IllegalStateException("these tests run inside the repository");
    }
}

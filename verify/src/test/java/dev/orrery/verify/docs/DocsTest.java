package dev.orrery.verify.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.verify.server.Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents do what they say: what is marked in them is done, and what it prints compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {

    /** What a document may need besides a JDK; where it is missing the document is passed over. */
    private static final List<String> PROGRAMS = List.of("python3", "git ", "curl ");

    private static final String HOME = "orrery.home";

    private Server server;
    private Reader reader;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        var root = temporary.toRealPath();
        var checkout = Files.createDirectories(root.resolve("home/ada/orrery"));
        var distribution = Library.distribution();
        // As the launcher says it: there the runner has the kit of Python from.
        System.setProperty(HOME, distribution.toString());
        server = Server.start(checkout.resolve(".orrery"));
        reader = new Reader(root, distribution, server.endpoints().api(), Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
        System.clearProperty(HOME);
    }

    @ParameterizedTest
    @MethodSource("marked")
    void a_document_does_what_it_says(String document) throws IOException, InterruptedException {
        var blocks = Library.blocks(document);
        for (var program : PROGRAMS) {
            assumeTrue(
                    blocks.stream().noneMatch(block -> block.needs(program)) || isHere(program),
                    () -> document + " needs " + program + ", which is not on the PATH");
        }
        reader.follow(document, blocks);
    }

    @Test
    void what_readers_begin_with_is_marked() throws IOException {
        assertThat(marked()).contains("tutorial.md", "how-to/python.md", "reference/cli.md");
    }

    static List<String> marked() throws IOException {
        return Library.marked().stream()
                .filter(document -> Library.blocks(document).stream().noneMatch(Block::needsStore))
                .toList();
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program.strip())));
    }
}

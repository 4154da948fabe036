package dev.orrery.verify.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.verify.s3.StoreServer;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As of all documents, of those that need a store. */
class S3DocsTest {

    @Test
    void a_document_does_what_it_says(@TempDir Path temporary, @TempDir Path kept)
            throws Exception {
        var root = temporary.toRealPath();
        var followed = new ArrayList<String>();
        try (var server = StoreServer.start(root.resolve("data"), kept)) {
            var reader = new Reader(root, Library.distribution(), server.api(), server.variables());
            for (var document : Library.marked()) {
                var blocks = Library.blocks(document);
                if (blocks.stream().anyMatch(Block::needsStore)) {
                    reader.follow(document, blocks);
                    followed.add(document);
                }
            }
        }
        assertThat(followed).contains("how-to/s3.md", "how-to/migrate-from-prefect.md");
    }
}

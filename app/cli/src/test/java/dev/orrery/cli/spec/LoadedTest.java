package dev.orrery.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kits write. */
class LoadedTest {

    @Test
    void a_flow_of_java_is_found_by_its_method(@TempDir Path folder) throws IOException {
        var file = Path.of("/a/HelloFlow.java");
        var out =
                Files.writeString(
                        folder.resolve("loaded.json"),
                        """
                        {"flows": [{"flow": "hello-world", "mainClass": "HelloFlow",
                          "method": "helloWorld", "file": "/a/HelloFlow.java", "line": 5}],
                         "deployments": [], "error": null}\
                        """);
        var flow = Loaded.flow(Loaded.read(out), file, "helloWorld");
        assertThat(flow.flow()).isEqualTo("hello-world");
        assertThat(flow.mainClass()).isEqualTo("HelloFlow");
        assertThat(flow.function()).isEqualTo("helloWorld");
    }
}

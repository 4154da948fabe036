package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.server.embedded.DataFolder;
import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {

    @TempDir private Path data;

    @Test
    void endpoints_are_believed_as_long_as_somebody_has_the_folder() {
        // As after a kill -9, when another process was given the process id.
        var left = new Endpoints("http://a", "b:1", "http://c", ProcessHandle.current().pid());
        left.writeTo(data);

        assertThat(Endpoints.of(data)).isEmpty();
        try (var folder = DataFolder.claim(data)) {
            assertThat(Endpoints.of(folder.path())).hasValue(left);
            Endpoints.removeFrom(data);
            assertThat(Endpoints.of(data)).isEmpty();
        }
        assertThat(Endpoints.of(data)).isEmpty();
    }

    @Test
    void a_first_write_that_was_cut_off_is_done_again() throws IOException {
        Files.createFile(data.resolve("version"));
        Files.createFile(data.resolve("node-name"));

        Layout.check(data);
        var name = NodeName.in(data);

        assertThat(data.resolve("version")).hasContent("1\n");
        assertThat(name).hasSize(8);
        assertThat(NodeName.in(data)).isEqualTo(name);
        try (var files = Files.list(data)) {
            assertThat(files).as("no draft is left").hasSize(2);
        }
    }

    @Test
    void a_newer_layout_is_refused() throws IOException {
        Files.writeString(data.resolve("version"), "2\n");

        assertThatThrownBy(() -> Layout.check(data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("layout 2");
    }
}

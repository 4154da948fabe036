package dev.orrery.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.server.embedded.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyFileTest {

    private static final String KEY = "0b".repeat(32);

    @TempDir private Path folder;

    @Test
    void the_all_in_one_makes_one_and_keeps_it() throws IOException {
        ClusterKeyFile.of(settings(Map.of()));
        var first = Files.readString(folder.resolve("cluster.key"));
        ClusterKeyFile.of(settings(Map.of()));

        assertThat(first).matches("[0-9a-f]{64}\n");
        assertThat(folder.resolve("cluster.key")).hasContent(first);
        assertThat(Files.getPosixFilePermissions(folder.resolve("cluster.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(folder)) {
            assertThat(files).as("no draft is left").hasSize(1);
        }
    }

    @Test
    void a_first_write_that_was_cut_off_is_done_again() throws IOException {
        Files.createFile(folder.resolve("cluster.key"));
        Files.writeString(folder.resolve("cluster.key.new"), "0b");

        assertThat(ClusterKeyFile.of(settings(Map.of()))).hasToString("1 key");
    }

    @Test
    void with_a_kafka_of_ones_own_it_is_asked_for() {
        var own =
                settings(
                        Map.of(
                                "kafka.bootstrap.servers", "k:1",
                                "schema.registry.url", "http://r"));

        assertThatThrownBy(() -> ClusterKeyFile.of(own))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageContaining("cluster.key.file")
                .hasMessageEndingWith(".");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_with_several_is_taken_and_nothing_of_one_that_is_none_is_told() throws IOException {
        var file = folder.resolve("keys");
        var named = settings(Map.of("cluster.key.file", file.toString()));

        assertThatThrownBy(() -> ClusterKeyFile.of(named)).hasMessageContaining("can't be read");
        Files.writeString(file, KEY + "\n" + KEY.replace('b', 'c') + "\n");
        assertThat(ClusterKeyFile.of(named)).hasToString("2 keys");
        Files.writeString(file, KEY + "\ns3cret\n");
        assertThatThrownBy(() -> ClusterKeyFile.of(named))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining(KEY)
                .hasMessageEndingWith(".");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ClusterKeyFile.of(named)).hasMessageContaining("can't be read");
        Files.writeString(file, "\n".repeat(70_000));
        assertThatThrownBy(() -> ClusterKeyFile.of(named)).hasMessageContaining("64 KiB");
        assertThat(folder.resolve("cluster.key")).doesNotExist();
    }

    private NodeSettings settings(Map<String, String> more) {
        var all = new HashMap<>(more);
        all.put("data.dir", folder.toString());
        return NodeSettings.of(all);
    }
}

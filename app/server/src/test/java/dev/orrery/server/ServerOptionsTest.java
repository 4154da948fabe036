package dev.orrery.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.server.node.NodeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServerOptionsTest {

    @TempDir private Path home;

    @BeforeEach
    void nameTheHome() {
        System.setProperty("orrery.home", home.toString());
    }

    @AfterEach
    void forgetTheHome() {
        System.clearProperty("orrery.home");
    }

    @Test
    void the_file_of_the_distribution_is_read_and_an_option_wins() throws IOException {
        assertThat(settings().port()).hasValue(4200);
        write("http.port=4300\npartitions=4\nkafka.bootstrap.servers=\nschema.registry.url= \n");

        assertThat(settings().port()).hasValue(4300);
        assertThat(settings("--port", "4400").port()).hasValue(4400);
        assertThat(settings("--set", "partitions=2").partitions()).isEqualTo(2);
        assertThat(settings().embedsKafka()).isTrue();
        assertThat(settings().embedsRegistry()).isTrue();
    }

    @Test
    void another_file_takes_its_place(@TempDir Path folder) throws IOException {
        write("http.port=4300\n");
        var other = Files.writeString(folder.resolve("other"), "partitions=4\n");

        var settings = settings("--config", other.toString());

        assertThat(settings.port()).hasValue(4200);
        assertThat(settings.partitions()).isEqualTo(4);
    }

    @Test
    void every_default_that_the_shipped_file_shows_can_be_taken_in() throws IOException {
        var shipped = Files.readString(Path.of("src/main/conf/server.properties"));
        write(shipped.replaceAll("(?m)^#(?=[a-z])", ""));

        assertThat(settings().embedsKafka()).isTrue();
        assertThat(settings().partitions()).isEqualTo(8);
    }

    private void write(String text) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("conf")).resolve("server.properties"), text);
    }

    private static NodeSettings settings(String... words) {
        var options = new ServerOptions();
        CommandLine.populateCommand(options, words);
        return options.settings();
    }
}

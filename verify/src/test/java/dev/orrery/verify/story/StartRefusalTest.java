package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.orrery.verify.server.ChildServer;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user has to mend first is told in one sentence. */
class StartRefusalTest {

    @Test
    void a_folder_in_use_and_a_port_in_use_and_then_another_partition_count(@TempDir Path temporary)
            throws Exception {
        var data = temporary.resolve("data");
        try (var server = Server.start(data)) {
            refused(data, Map.of()).hasMessageContaining("is in use by process");
            assertThat(told(data))
                    .startsWith("orrery: The data folder " + data + " is in use by process ")
                    .contains("Stop it first");
            var port = Integer.toString(URI.create(server.endpoints().api()).getPort());
            refused(temporary.resolve("other"), Map.of("http.port", port))
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("--port");
        }
        assertThat(told(data, "--set", "partitions=4"))
                .startsWith("orrery: The topic orrery.")
                .endsWith("start with the setting partitions=8 (--set partitions=8).");
        // A refused start leaves the folder as it was.
        Server.start(data).close();
    }

    @Test
    void a_port_that_something_else_has_before_anything_is_done(@TempDir Path data)
            throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = Integer.toString(taken.getLocalPort());
            assertThat(told(data, "--port", port))
                    .isEqualTo(
                            "orrery: Port "
                                    + port
                                    + " of 127.0.0.1 is in use; stop what uses it or choose another"
                                    + " with --port.");
            assertThat(data.resolve("kafka")).as("the log").doesNotExist();
            assertThat(data.resolve("runner")).as("the runner's folder").doesNotExist();
        }
    }

    @Test
    void a_folder_of_a_newer_version(@TempDir Path data) throws Exception {
        Files.writeString(data.resolve("version"), "2\n");

        assertThat(told(data))
                .startsWith("orrery: The data folder " + data + " has layout 2 ")
                .contains("newer version")
                .endsWith(".");
    }

    @Test
    void a_kafka_that_does_not_answer(@TempDir Path data, @TempDir Path keys) throws Exception {
        var closed = "127.0.0.1:" + closedPort();
        var kafka = "kafka.bootstrap.servers=" + closed;
        var registry = "schema.registry.url=http://" + closed;

        var file = Files.writeString(keys.resolve("cluster.key"), "0f".repeat(32));
        var key = "cluster.key.file=" + file;

        assertThat(told(data, "--set", kafka, "--set", registry, "--set", key))
                .isEqualTo(
                        "orrery: Kafka at "
                                + closed
                                + " does not answer; check kafka.bootstrap.servers and that it"
                                + " runs.");
        assertThat(told(data, "--set", kafka)).contains("set schema.registry.url");
        assertThat(told(data, "--set", kafka, "--set", registry))
                .contains("cluster.key.file", "openssl rand -hex 32");
    }

    @Test
    void a_folder_that_can_not_be_written(@TempDir Path temporary) throws IOException {
        assumeFalse(
                System.getProperty("user.name").equals("root"),
                "root may write everywhere: nothing is unwritable here");
        var data = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));

        refused(data, Map.of()).hasMessageContaining("can't be written");
    }

    @Test
    void a_folder_that_is_a_file(@TempDir Path temporary) throws IOException {
        var data = Files.writeString(temporary.resolve("data"), "no folder");

        refused(data, Map.of()).hasMessageContaining("can't be written");
    }

    @Test
    void a_setting_that_is_none(@TempDir Path data) {
        refused(data, Map.of("prot", "1")).hasMessageContaining("'prot'");
        refused(data, Map.of("partitions", "none")).hasMessageContaining("partitions");
        refused(data, Map.of("roles", "api,king")).hasMessageContaining("'king'");
        refused(data, Map.of("http.host", "0.0.0.0")).hasMessageContaining("loopback");
        refused(data, Map.of("schema.registry.url", "nowhere"))
                .hasMessageContaining("schema.registry.url");
    }

    /** As the program would print it: one sentence or two, on one line. */
    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            Path data, Map<String, String> settings) {
        return assertThatThrownBy(() -> Server.start(data, settings))
                .matches(
                        refusal ->
                                refusal.getClass()
                                        .getSimpleName()
                                        .matches("StartRefused|CatalogueMismatch"),
                        "is what the program prints as one sentence")
                .hasMessageNotContaining("\n");
    }

    /** The only line that the program prints before it ends with 1. */
    private static String told(Path data, String... options) throws Exception {
        try (var child = ChildServer.up(data, options)) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output().lines()).hasSize(1);
            return child.output().strip();
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}

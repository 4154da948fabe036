package dev.orrery.verify.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.verify.server.Documents;
import dev.orrery.verify.server.Http;
import dev.orrery.verify.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads an export slowly, or leaves it, costs the server little, and others not for long. */
class SlowExportTest {

    private static final String EXPORT = "/v1/audit/export";

    /** More than lies in the buffers between a server and a client that reads nothing. */
    private static final int EVENTS = 40;

    private static final int EVENT_CHARACTERS = 400_000;
    private static final int RECEIVE_BYTES = 8 * 1024;

    @Test
    void an_export_waits_for_its_reader_and_two_are_given_at_once(@TempDir Path data)
            throws IOException {
        try (var server = Server.start(data)) {
            var http = server.http();
            fill(http);
            try (var slow = reader(http);
                    var left = reader(http)) {
                http.get(EXPORT)
                        .refuses(429, "TOO_MANY_REQUESTS")
                        .says("one has ended")
                        .hasHeader("Retry-After", "1");
                http.get("/v1/counts").is(200);

                left.close();
                await("room for another").until(() -> http.get(EXPORT).status() == 200);
                // Nothing was lost meanwhile of what the slow one is given.
                assertThat(rest(slow)).contains(":" + EVENTS + "\",", "{\"end\":\"");
            }
        }
    }

    private static void fill(Http http) {
        for (int i = 0; i < EVENTS; i++) {
            var document = Documents.command("true");
            document.putObject("parameters").put("text", i + "x".repeat(EVENT_CHARACTERS));
            assertThat(http.deploy("export/large", document).status()).isBetween(200, 201);
        }
    }

    /** Of which the first byte is read, so that it has begun, and no other. */
    private static Socket reader(Http http) throws IOException {
        var address = URI.create(http.api());
        var socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        var request = "GET " + EXPORT + " HTTP/1.1\r\nConnection: close\r\nHost: ";
        socket.getOutputStream()
                .write(
                        (request + address.getAuthority() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isNotNegative();
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

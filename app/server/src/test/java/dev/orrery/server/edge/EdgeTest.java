package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the edge starts and stops. */
class EdgeTest {

    private final CompletableFuture<String> word = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();

    @Test
    void what_is_in_flight_at_a_close_is_answered_and_nothing_new_is_taken() throws Exception {
        var edge = start(0);
        try (var late = new Wire(edge);
                var first = new Wire(edge).say("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            late.say("GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n").until("now");
            await().until(() -> waiting.get() == 1);

            var closing = Thread.ofVirtual().start(edge::close);
            await().until(() -> refusesConnections(edge));
            late.say("GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(late.rest())
                    .startsWith("HTTP/1.1 503")
                    .contains("application/problem+json", "NOT_READY", "Retry-After: 1");
            assertThat(closing.isAlive()).isTrue();

            word.complete("after all");
            assertThat(first.rest()).startsWith("HTTP/1.1 200").endsWith("after all");
            closing.join();
        }
    }

    @Test
    void what_does_not_end_is_cut() throws Exception {
        var usual = EdgeSettings.of("127.0.0.1", 0);
        var edge =
                start(
                        new EdgeSettings(
                                usual.host(),
                                usual.port(),
                                usual.bodyBytesMax(),
                                usual.archiveBytesMax(),
                                usual.bodyBytesInFlightMax(),
                                usual.bodyTimeMax(),
                                usual.connectionsMax(),
                                Duration.ofMillis(100),
                                usual.names()));
        try (var stuck = new Wire(edge).say("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            await().until(() -> waiting.get() == 1);
            edge.close();
            assertThat(stuck.rest()).doesNotContain("200");
            assertThat(refusesConnections(edge)).isTrue();
        }
    }

    @Test
    void a_port_that_is_not_for_this_user_is_not_said_to_be_in_use() {
        assertThat(Port.refused("127.0.0.1", 80, new SocketException("Permission denied")))
                .hasMessageStartingWith("Port 80 of 127.0.0.1 is not for this user");
    }

    @Test
    void an_address_of_ipv6_stands_in_brackets_before_a_port() {
        assertThat(Hosts.inAddress("::1")).isEqualTo("[::1]");
        assertThat(Hosts.inAddress("[::1]")).isEqualTo("[::1]");
        assertThat(Hosts.inAddress("localhost")).isEqualTo("localhost");
    }

    private Edge start(int port) {
        return start(EdgeSettings.of("127.0.0.1", port));
    }

    private Edge start(EdgeSettings settings) {
        return Wire.serve(
                settings,
                routes -> {
                    routes.get("/now", http -> http.result("now"));
                    routes.get(
                            "/wait",
                            http -> {
                                waiting.incrementAndGet();
                                http.future(() -> word.thenAccept(http::result));
                            });
                });
    }

    private static boolean refusesConnections(Edge edge) throws IOException {
        try (var _ = new Wire(edge)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}

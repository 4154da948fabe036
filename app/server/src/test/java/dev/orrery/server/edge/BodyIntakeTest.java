package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies are bounded one by one and together, and nobody waits for somebody else's. */
class BodyIntakeTest {

    private static final int LARGEST = 1_000;
    private static final int SLOW_CLIENTS = 100;

    private final CompletableFuture<String> word = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private Edge edge = start(1_000_000, Duration.ofMinutes(1));

    private Edge start(int inFlightMax, Duration timeMax) {
        return start(inFlightMax, 2 * LARGEST, timeMax);
    }

    private Edge start(int inFlightMax, int archiveMax, Duration timeMax) {
        var settings =
                new EdgeSettings(
                        "127.0.0.1",
                        0,
                        LARGEST,
                        archiveMax,
                        inFlightMax,
                        timeMax,
                        1_000,
                        Duration.ofSeconds(1),
                        Set.of());
        return Wire.serve(
                settings,
                routes -> {
                    routes.put("/echo", http -> http.result(http.body()));
                    routes.put(
                            "/v1/artifacts/a",
                            http -> http.result("here: " + http.bodyAsBytes().length));
                    routes.put(
                            "/wait",
                            http -> {
                                waiting.incrementAndGet();
                                http.future(() -> word.thenAccept(http::result));
                            });
                });
    }

    private void restart(int inFlightMax, Duration timeMax) {
        edge.close();
        edge = start(inFlightMax, timeMax);
    }

    @AfterEach
    void stop() {
        word.complete("late");
        edge.close();
    }

    @Test
    void a_body_in_pieces_is_taken_as_a_whole() throws IOException {
        try (var wire = begin("/echo", "Content-Length: 6")) {
            wire.say("abc").say("def");
            assertThat(wire.rest()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nabcdef");
        }
        try (var wire = begin("/echo", "Transfer-Encoding: chunked")) {
            wire.say("3\r\nabc\r\n").say("3\r\ndef\r\n").say("0\r\n\r\n");
            assertThat(wire.rest()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nabcdef");
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_with_or_without_its_length() throws IOException {
        assertTooLarge(put("/echo", "x".repeat(LARGEST + 1)));
        assertTooLarge(put("/echo", "x".repeat(8 * 1024 * 1024)));
        var asked = "Content-Length: " + (LARGEST + 1) + "\r\nExpect: 100-continue";
        try (var wire = begin("/echo", asked)) {
            assertTooLarge(wire.rest());
        }
        try (var wire = begin("/echo", "Transfer-Encoding: chunked")) {
            wire.say("3e8\r\n" + "x".repeat(LARGEST) + "\r\n").say("1\r\nx\r\n0\r\n\r\n");
            assertTooLarge(wire.rest());
        }
        try (var wire = begin("/echo", "Transfer-Encoding: chunked")) {
            wire.say("3e8\r\n" + "x".repeat(LARGEST) + "\r\n0\r\n\r\n");
            assertThat(wire.rest()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void an_archive_that_is_pushed_may_be_larger_than_any_other_body() throws IOException {
        assertThat(put("/v1/artifacts/a", "x".repeat(2 * LARGEST))).startsWith("HTTP/1.1 200");
        assertThat(put("/v1/artifacts/a", "x".repeat(2 * LARGEST + 1)))
                .startsWith("HTTP/1.1 413")
                .contains("more than 2000 bytes");
    }

    @Test
    void an_archive_that_is_larger_than_what_is_dropped_arrives_whole() throws IOException {
        int length = BodyReading.DROPPED_BYTES_MAX + LARGEST;
        edge.close();
        edge = start(2 * length, length, Duration.ofMinutes(1));
        assertThat(put("/v1/artifacts/a", "x".repeat(length))).endsWith("here: " + length);
    }

    @Test
    void slow_clients_hold_up_nobody() throws IOException {
        var slow = new ArrayList<Wire>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                slow.add(begin("/echo", "Content-Length: 6").say("a"));
            }
            assertThat(put("/echo", "quick")).startsWith("HTTP/1.1 200").endsWith("quick");
            for (var wire : slow) {
                assertThat(wire.say("bcdef").rest()).endsWith("abcdef");
            }
        } finally {
            for (var wire : slow) {
                wire.close();
            }
        }
    }

    @Test
    void a_body_that_does_not_come_is_given_up() throws IOException {
        restart(1_000_000, Duration.ofMillis(200));
        try (var wire = begin("/echo", "Content-Length: 6").say("a")) {
            assertThat(wire.rest())
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json", "BODY_TOO_SLOW");
        }
        assertThat(put("/echo", "quick")).endsWith("quick");
    }

    @Test
    void all_bodies_together_are_weighed_until_they_are_answered() throws IOException {
        restart(LARGEST, Duration.ofMinutes(1));
        try (var first = begin("/wait", "Content-Length: 600").say("x".repeat(600))) {
            await().until(() -> waiting.get() == 1);

            assertThat(put("/echo", "x".repeat(401)))
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: 1", "TOO_MANY_REQUESTS", "application/problem+json");
            assertThat(put("/echo", "x".repeat(400))).startsWith("HTTP/1.1 200");

            word.complete("done");
            assertThat(first.rest()).endsWith("done");
        }
        await().until(() -> put("/echo", "x".repeat(LARGEST)).startsWith("HTTP/1.1 200"));
    }

    @Test
    void a_client_that_goes_away_gives_its_room_back() throws IOException {
        restart(LARGEST, Duration.ofMinutes(1));
        begin("/echo", "Content-Length: " + LARGEST).say("a").close();
        begin("/echo", "Transfer-Encoding: chunked").close();
        await().until(() -> put("/echo", "x".repeat(LARGEST)).startsWith("HTTP/1.1 200"));
    }

    private Wire begin(String path, String header) throws IOException {
        return new Wire(edge)
                .say("PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                .say(header + "\r\n\r\n");
    }

    private String put(String path, String body) throws IOException {
        try (var wire = begin(path, "Content-Length: " + body.length())) {
            return wire.say(body).rest();
        }
    }

    private static void assertTooLarge(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "BODY_TOO_LARGE", "more than 1000 bytes");
    }
}

package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another site sends never reaches a route. */
class KnownPagesTest {

    private final AtomicInteger done = new AtomicInteger();
    private Edge edge;

    @BeforeEach
    void start() {
        edge =
                Wire.serve(
                        EdgeSettings.of("127.0.0.1", 0),
                        routes -> {
                            routes.get("/", http -> http.result("done " + done.incrementAndGet()));
                            routes.put("/", http -> http.result("done " + done.incrementAndGet()));
                        });
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:4200", "127.0.0.1.evil.example"})
    void a_name_that_is_not_ours_is_refused(String host) throws IOException {
        assertRefused(Wire.ask(edge, "PUT /", "Host: " + host), "Host");
        assertRefused(Wire.ask(edge, "GET /nowhere", "Host: " + host), "Host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "LocalHost:4200", "[::1]", "[::1]:4200"})
    void each_name_of_this_machine_is_answered(String host) throws IOException {
        assertThat(Wire.ask(edge, "PUT /", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://localhost:4200",
                "Origin: http://localhost:3000",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
            })
    void a_page_of_another_origin_is_refused(String header) throws IOException {
        var field = header.substring(0, header.indexOf(':'));
        assertRefused(Wire.ask(edge, "PUT /", "Host: localhost:4200", header), field);
        assertRefused(Wire.ask(edge, "GET /", "Host: localhost:4200", header), field);
        assertRefused(Wire.ask(edge, "OPTIONS /", "Host: localhost:4200", header), field);
    }

    @Test
    void our_own_page_is_answered() throws IOException {
        assertThat(
                        Wire.ask(
                                edge,
                                "PUT /",
                                "Host: localhost:4200",
                                "Origin: http://localhost:4200",
                                "Sec-Fetch-Site: same-origin"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_link_on_another_page_may_be_followed_and_not_framed() throws IOException {
        var link = new String[] {"Host: localhost", "Sec-Fetch-Site: cross-site", "", ""};
        link[2] = "Sec-Fetch-Mode: navigate";
        link[3] = "Sec-Fetch-Dest: document";
        assertThat(Wire.ask(edge, "GET /", link)).startsWith("HTTP/1.1 200");
        link[3] = "Sec-Fetch-Dest: iframe";
        done.set(0);
        assertRefused(Wire.ask(edge, "GET /", link), "Sec-Fetch-Site");
    }

    /** As curl sends it: no page can leave out all of the headers above. */
    @Test
    void a_form_of_a_program_is_answered() throws IOException {
        assertThat(
                        Wire.ask(
                                edge,
                                "PUT /",
                                "Host: localhost:4200",
                                "Content-Type: application/x-www-form-urlencoded"))
                .startsWith("HTTP/1.1 200");
    }

    private void assertRefused(String answer, String field) {
        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json", "FOREIGN_PAGE", "\"" + field + "\"");
        assertThat(done).hasValue(0);
    }
}

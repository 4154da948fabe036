package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.server.embedded.StartRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateTest {

    @Test
    void until_the_routes_are_there_it_lives_and_is_not_ready() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var edge = Edge.start(EdgeSettings.of("127.0.0.1", 0))) {
            assertThat(get(client, edge, "/livez").body())
                    .contains("\"live\":true", ServerVersion.text());
            assertThat(get(client, edge, "/readyz").statusCode()).isEqualTo(503);
            var early = get(client, edge, "/v1/runs");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).contains("NOT_READY");
            assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(early.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith(Problem.CONTENT_TYPE));

            edge.open(routes -> {
                new Health(Map::of).addTo(routes);
                routes.get("/v1/runs", http -> http.result("runs"));
            });

            assertThat(get(client, edge, "/v1/runs").body()).isEqualTo("runs");
            assertThat(get(client, edge, "/livez").body()).contains(ServerVersion.text());
            assertThat(get(client, edge, "/readyz").statusCode()).isEqualTo(200);
            assertThat(get(client, edge, "/v1/nothing").body()).contains("NOT_FOUND");
        }
    }

    @Test
    void a_port_that_is_taken_is_one_sentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Edge.start(EdgeSettings.of("127.0.0.1", port)).close())
                    .isInstanceOf(StartRefused.class)
                    .hasMessage(
                            "Port %d of 127.0.0.1 is in use; stop what uses it or choose another"
                                    + " with --port.",
                            port);
        }
    }

    private static HttpResponse<String> get(HttpClient client, Edge edge, String path)
            throws Exception {
        var address = URI.create("http://127.0.0.1:" + edge.port() + path);
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}

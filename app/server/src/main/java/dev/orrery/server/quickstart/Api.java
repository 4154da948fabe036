package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The public HTTP API, as any client uses it. Reads what it wrote: it passes positions on. */
final class Api implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private @Nullable String position;

    Api(String base) {
        this.base = base;
    }

    JsonNode get(String path) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).GET();
        if (position != null) {
            request.header("Orrery-Position", position);
        }
        return send(request.build());
    }

    JsonNode put(String path, JsonNode body) throws InterruptedException {
        return write("PUT", path, body);
    }

    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return write("POST", path, body);
    }

    static String encode(String pathSegment) {
        return URLEncoder.encode(pathSegment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }

    private JsonNode write(String method, String path, JsonNode body) throws InterruptedException {
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(base + path))
                                .timeout(TIMEOUT)
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body.toString()))
                                .build());
        position = answer.path("position").asText();
        return answer;
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        request.method() + " " + request.uri() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

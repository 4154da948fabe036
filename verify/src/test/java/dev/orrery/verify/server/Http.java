package dev.orrery.verify.server;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client of a server, in the words of its users.
 *
 * @param api the server's address
 */
public record Http(String api) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /**
     * @param headers names and values by turns
     */
    public Answer send(String method, String path, byte[] body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(api + path))
                        .timeout(ANSWER_MAX)
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer post(String path) {
        return post(path, "");
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, new byte[0], headers);
    }

    /** Creates or updates a deployment, named {@code flow/name}. */
    public Answer deploy(String name, JsonNode document, String... headers) {
        return put("/v1/deployments/" + name, document.toString(), headers);
    }

    /** Asks for a run with the deployment's own parameters. */
    public Answer request(String name) {
        return post("/v1/deployments/" + name + "/runs");
    }

    /** Asks for a run. */
    public Answer request(String name, JsonNode body, String... headers) {
        return post("/v1/deployments/" + name + "/runs", body.toString(), headers);
    }

    /** Deploys, asks for a run and waits for its end. */
    public Answer run(String name, JsonNode document) {
        deploy(name, document);
        return awaitRun(request(name).is(201).id(), "COMPLETED", "FAILED", "CRASHED", "CANCELLED");
    }

    /** The run, once it is in one of the states. */
    public Answer awaitRun(String id, String... states) {
        var wanted = List.of(states);
        var last = new AtomicReference<Answer>();
        await("run " + id + " is " + wanted)
                .pollInterval(LOOK_EVERY)
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    var run = get("/v1/runs/" + id);
                    last.set(run);
                    return run.status() == 200 && wanted.contains(run.at("/state/type"));
                });
        return last.get();
    }

    /** What the last attempt of a run printed, all of it. */
    public List<JsonNode> output(String run) {
        return logs("/v1/runs/" + run + "/logs?limit=1000");
    }

    private List<JsonNode> logs(String list) {
        var lines = new ArrayList<JsonNode>();
        var after = "0";
        while (!after.isEmpty()) {
            var page = get(list + "&after=" + after).is(200).json();
            page.get("items").forEach(lines::add);
            after = page.path("next").asText("");
        }
        return lines;
    }

    /** What the last attempt of a run printed, without the runner's notes. */
    public List<String> printed(String run) {
        return texts(output(run));
    }

    /** What an attempt of a run printed, without the runner's notes. */
    public List<String> printed(String run, int attempt) {
        return texts(logs("/v1/runs/" + run + "/logs?limit=1000&attempt=" + attempt));
    }

    private static List<String> texts(List<JsonNode> lines) {
        return lines.stream()
                .filter(line -> !line.path("stream").asText().equals("RUNNER"))
                .map(line -> line.path("text").asText())
                .toList();
    }

    /** The items of a list, page after page. */
    public List<JsonNode> all(String list) {
        var items = new ArrayList<JsonNode>();
        var more = list.contains("?") ? "&" : "?";
        var cursor = "";
        do {
            var page = get(list + more + "limit=200" + cursor).is(200).json();
            page.get("items").forEach(items::add);
            var next = page.path("next").asText("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return items;
    }
}

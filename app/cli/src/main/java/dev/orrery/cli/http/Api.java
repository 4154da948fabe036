package dev.orrery.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.terminal.ExitCode;
import dev.orrery.cli.terminal.Stop;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server. Reads see what this client wrote, since positions are passed on. */
public final class Api {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);
    private static final int TRIES_MAX = 5;
    private static final int PAGE = 200;
    private static final String POSITION = "Orrery-Position";

    private final URI address;
    private final HttpClient client;
    private @Nullable String position;

    private Api(URI address, HttpClient client) {
        this.address = address;
        this.client = client;
    }

    /**
     * @throws Stop when it is no address
     */
    public static Api at(String address) {
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX);
        var uri = address(address);
        if (uri.getScheme().equals("http")) {
            client.sslContext(Tls.none());
        }
        return new Api(uri, client.build());
    }

    private static URI address(String text) {
        try {
            var uri = URI.create(text.strip().replaceFirst("/+$", ""));
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Falls through to the same answer.
        }
        throw Stop.usage(
                "'" + text + "' is no address of a server; it looks like http://localhost:4200.");
    }

    public String address() {
        return address.toString();
    }

    public JsonNode get(String path) {
        return json(ask("GET", path, BodyPublishers.noBody(), null, List.of()));
    }

    /** The answer whatever it is, for who knows what to make of each. */
    public HttpResponse<String> raw(
            String method, String path, String body, @Nullable String idempotencyKey) {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return ask(method, path, publisher, idempotencyKey, List.of());
    }

    /** Does something, once: asked again, it is the same command. */
    public JsonNode write(String method, String path, @Nullable JsonNode body) {
        var text = body == null ? "" : body.toString();
        var answer = raw(method, path, text, UUID.randomUUID().toString());
        var json = json(answer);
        answer.headers().firstValue(POSITION).ifPresent(reached -> position = reached);
        return json;
    }

    public boolean exists(String path) {
        var answer = ask("HEAD", path, BodyPublishers.noBody(), null, List.of());
        if (answer.statusCode() != 404) {
            Problems.check(answer);
        }
        return answer.statusCode() != 404;
    }

    public void upload(String path, byte[] content, String type) {
        var body = BodyPublishers.ofByteArray(content);
        Problems.check(ask("PUT", path, body, null, List.of("Content-Type", type)));
    }

    public void download(String path, Path file) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_MAX).GET().build();
        var answer = send(request, BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            json(ask("GET", path, BodyPublishers.noBody(), null, List.of()));
        }
    }

    /**
     * The items of a list, page after page.
     *
     * @param path with its query
     * @param limit how many at most
     */
    public Found list(String path, int limit) {
        var items = new ArrayList<JsonNode>();
        var next = each(path, limit, items::add);
        return new Found(items, next);
    }

    /**
     * Items of a list.
     *
     * @param more whether there are others
     */
    public record Found(List<JsonNode> items, boolean more) {}

    /** Goes through a list until it ends, or the limit is met, or the visitor has seen enough. */
    public boolean each(String path, int limit, Predicate<JsonNode> visitor) {
        var more = path.contains("?") ? "&" : "?";
        var cursor = "";
        int seen = 0;
        while (true) {
            int size = Math.min(PAGE, limit - seen);
            var page = get(path + more + "limit=" + size + cursor);
            for (var item : page.path("items")) {
                seen++;
                if (!visitor.test(item)) {
                    return true;
                }
            }
            var next = Json.text(page, "/next");
            if (next.isEmpty() || seen >= limit) {
                return !next.isEmpty();
            }
            cursor = "&cursor=" + encode(next);
        }
    }

    public static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        Problems.check(answer);
        if (answer.body().isEmpty()) {
            return Json.object();
        }
        try {
            return Json.read(answer.body());
        } catch (IllegalArgumentException foreign) {
            throw new Stop(
                    ExitCode.UNREACHABLE,
                    answer.uri() + " answers, but not as Orrery does; check --api.");
        }
    }

    /** Asks again, with the same key, where the server says that it may fare better. */
    private HttpResponse<String> ask(
            String method,
            String path,
            BodyPublisher body,
            @Nullable String key,
            List<String> headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_MAX).method(method, body);
        if (key != null) {
            request.header("Idempotency-Key", key);
        } else if (position != null) {
            request.header(POSITION, position);
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        var ready = request.build();
        var answer = send(ready, BodyHandlers.ofString());
        for (int tries = 1; tries < TRIES_MAX && isPassing(answer); tries++) {
            pause(answer);
            answer = send(ready, BodyHandlers.ofString());
        }
        return answer;
    }

    private static boolean isPassing(HttpResponse<?> answer) {
        return (answer.statusCode() == 429 || answer.statusCode() == 503)
                && answer.headers().firstValue("Retry-After").isPresent();
    }

    private static void pause(HttpResponse<?> answer) {
        long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(1);
        try {
            TimeUnit.SECONDS.sleep(Math.clamp(seconds, 0, 5));
        } catch (InterruptedException stop) {
            throw interrupted();
        }
    }

    private URI uri(String path) {
        return URI.create(address + path);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (HttpTimeoutException late) {
            throw new Stop(
                    late instanceof HttpConnectTimeoutException
                            ? ExitCode.UNREACHABLE
                            : ExitCode.TIMED_OUT,
                    "The server at " + address + " gave no answer in time; ask again.");
        } catch (IOException unreachable) {
            throw new Stop(
                    ExitCode.UNREACHABLE,
                    "No server answers at "
                            + address
                            + "; start one with './orrery up', or name another with --api or"
                            + " ORRERY_API_URL.");
        } catch (InterruptedException stop) {
            throw interrupted();
        }
    }

    private static Stop interrupted() {
        Thread.currentThread().interrupt();
        return new Stop(ExitCode.FAILED, "The command was interrupted.");
    }
}

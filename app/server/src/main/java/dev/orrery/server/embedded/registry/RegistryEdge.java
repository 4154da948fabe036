package dev.orrery.server.embedded.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From HTTP to a route and back: limits, content types, errors. */
final class RegistryEdge implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryEdge.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /** Types that a page in a browser can't send to another origin without asking it first. */
    private static final Set<String> TAKEN =
            Set.of(
                    MEDIA_TYPE,
                    "application/vnd.schemaregistry+json",
                    "application/json",
                    "application/octet-stream");

    private final Routes routes;

    RegistryEdge(Routes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                send(exchange, 200, answer(exchange));
            } catch (ApiError e) {
                send(exchange, e.status(), error(e.code(), e.sentence()));
            } catch (RuntimeException e) {
                LOG.error(
                        "{} {} failed.", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                send(exchange, 500, error(50002, "The registry failed; its log says why."));
            }
        }
    }

    private JsonNode answer(HttpExchange exchange) throws IOException {
        refuseOtherNames(exchange);
        return routes.answer(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                body(exchange));
    }

    /**
     * A foreign page whose name was pointed at 127.0.0.1 is of the same origin as this server, to a
     * browser; but the browser still says the page's name.
     */
    private static void refuseOtherNames(HttpExchange exchange) {
        String host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
        String name = host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        if (!Set.of("127.0.0.1", "localhost", "[::1]").contains(name)) {
            throw new ApiError(403, "This registry answers to 127.0.0.1 and localhost only.");
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            throw new ApiError(413, "The body is larger than " + BODY_BYTES_MAX + " bytes.");
        }
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        String type =
                Objects.requireNonNullElse(
                        exchange.getRequestHeaders().getFirst("Content-Type"), "");
        if (!TAKEN.contains(type.replaceFirst(";.*$", "").strip().toLowerCase(Locale.ROOT))) {
            throw new ApiError(415, "A body has to be sent as " + MEDIA_TYPE + ".");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ApiError(400, "The body is not JSON: " + e.getOriginalMessage() + ".");
        }
    }

    private static JsonNode error(int code, String sentence) {
        return JSON.createObjectNode().put("error_code", code).put("message", sentence);
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer)
            throws IOException {
        byte[] bytes = answer.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}

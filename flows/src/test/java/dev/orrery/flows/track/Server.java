package dev.orrery.flows.track;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.flows.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what the real server would, and answers as it is told. */
final class Server implements AutoCloseable {

    /**
     * One request.
     *
     * @param what its method and the last word of its path
     * @param caller who says to ask, or null
     */
    record Heard(String what, String path, String key, String caller, Json.Obj body) {}

    private final HttpServer http;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile String answer = "200 {}";
    private volatile String answered = "";

    Server() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::hear);
        http.start();
    }

    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** From now on it answers so to paths that end so. */
    void answer(String ending, String statusAndBody) {
        answered = ending;
        answer = statusAndBody;
    }

    List<Heard> heard() {
        return heard;
    }

    List<String> whats() {
        return heard.stream().map(Heard::what).toList();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            var caller = exchange.getRequestHeaders().getFirst("Authorization");
            heard.add(
                    new Heard(
                            exchange.getRequestMethod() + (last.length() == 36 ? "" : " " + last),
                            path,
                            String.valueOf(key),
                            String.valueOf(caller),
                            (Json.Obj) Json.parse(body)));
            String now = path.endsWith(answered) ? answer : "200 {}";
            byte[] text = now.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(now.substring(0, 3)), text.length);
            exchange.getResponseBody().write(text);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

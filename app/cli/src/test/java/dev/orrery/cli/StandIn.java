package dev.orrery.cli;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands in for a server: says what a test tells it to say, and remembers what it was asked. */
final class StandIn implements AutoCloseable {

    private final Javalin javalin;
    private final Map<String, Consumer<Context>> routes = new HashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    private @Nullable Consumer<String> told;

    /** A request. */
    record Asked(String what, String body, Map<String, String> headers) {}

    StandIn() {
        javalin =
                Javalin.create(config -> {
                    config.http.maxRequestSize = 64L << 20;
                    config.routes.get("/<path>", this::answer);
                    config.routes.head("/<path>", this::answer);
                    config.routes.put("/<path>", this::answer);
                    config.routes.post("/<path>", this::answer);
                    config.routes.delete("/<path>", this::answer);
                });
        javalin.start("127.0.0.1", 0);
    }

    String api() {
        return "http://127.0.0.1:" + javalin.port();
    }

    /**
     * @param what such as {@code GET /v1/runs}, with its query where it matters
     */
    StandIn on(String what, int status, String body) {
        return on(what, http -> http.status(status).result(body));
    }

    StandIn on(String what, Consumer<Context> answer) {
        routes.put(what, answer);
        return this;
    }

    StandIn problem(String what, int status, String code, String detail) {
        return on(
                what,
                status,
                "{\"title\": \"T\", \"status\": %d, \"code\": \"%s\", \"detail\": \"%s\"}"
                        .formatted(status, code, detail));
    }

    /** Takes all that is told of runs. */
    StandIn any(Consumer<String> body) {
        told = body;
        return this;
    }

    List<String> asked() {
        return asked.stream().map(Asked::what).toList();
    }

    Asked last(String what) {
        return asked.stream()
                .filter(one -> one.what().equals(what))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private void answer(Context http) {
        var plain = http.method() + " " + http.path();
        asked.add(new Asked(plain, http.body(), http.headerMap()));
        var query = http.queryString();
        var whole = query == null ? plain : plain + "?" + query;
        var route = routes.getOrDefault(whole, routes.get(plain));
        if (route == null && told != null && http.path().startsWith("/v1/runs/")) {
            told.accept(http.body().isEmpty() ? "{}" : http.body());
            http.status(200).result("{}");
            return;
        }
        if (route == null) {
            http.status(404)
                    .result(
                            """
                            {"title": "T", "status": 404, "code": "NOT_FOUND",
                             "detail": "There is nothing at this address."}\
                            """);
            return;
        }
        http.contentType("application/json");
        route.accept(http);
    }

    @Override
    public void close() {
        javalin.stop();
    }
}

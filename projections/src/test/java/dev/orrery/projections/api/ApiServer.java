package dev.orrery.projections.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orrery.projections.peer.NodeAddress;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.avro.SchemaIds;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.http.Role;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The read routes on a live server with the least edge there can be. */
final class ApiServer implements AutoCloseable {

    static final Codecs CODECS = Codecs.start(SchemaIds.local());

    private static final JsonMapper JSON = new JsonMapper();

    final MemoryViews views;
    final ReadApi api;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Javalin server;

    ApiServer() {
        this(new MemoryViews(), views -> api(GenerationReads.alone(1, views)));
    }

    ApiServer(MemoryViews views, Function<MemoryViews, ReadApi> of) {
        this.views = views;
        api = of.apply(views);
        server =
                Javalin.create(
                                config -> {
                                    api.addTo(config.routes, Needs::new);
                                    config.routes.exception(ApiProblem.class, ApiServer::refuse);
                                    config.startup.showJavalinBanner = false;
                                })
                        .start("127.0.0.1", 0);
    }

    static ReadApi api(GenerationReads reads) {
        return new ReadApi(OpenGenerations.only(reads), CODECS.output());
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", server.port());
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + server.port() + path);
        var request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path, String... headers) throws IOException, InterruptedException {
        return JSON.readTree(get(path, headers).body());
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }

    private static void refuse(ApiProblem problem, Context http) {
        Map<String, Object> body = new HashMap<>();
        body.put("code", problem.refusal().name());
        body.put("detail", problem.message());
        body.put("field", Objects.requireNonNullElse(problem.field(), ""));
        var retry = problem.retryAfterSeconds();
        if (retry != null) {
            http.header("Retry-After", retry.toString());
        }
        http.status(problem.refusal().status()).json(body);
    }

    private record Needs(Role role) implements RouteRole {}
}

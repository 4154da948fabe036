package dev.orrery.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.commands.api.CommandRoutes;
import dev.orrery.commands.api.ScheduleRoutes;
import dev.orrery.commands.api.Submission;
import dev.orrery.commands.api.TrackingRoutes;
import dev.orrery.commands.api.ViewsRoutes;
import dev.orrery.schemas.command.Command;
import dev.orrery.schemas.envelope.CommandHeader;
import dev.orrery.schemas.http.CommandRoles;
import dev.orrery.schemas.reply.Refusal;
import dev.orrery.schemas.reply.Reply;
import io.javalin.security.RouteRole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A command needs the same role as a record as it does over HTTP. */
class CommandRolesTest implements Submission {

    private static final String RUN = "/v1/runs/019ab5d0-5a00-8123-8456-0123456789ab";
    private static final String FENCE = "'fence':'7f3c8a52-0000-4000-8000-0123456789ab'";
    private static final String TIME = "'2026-11-22T12:00:00Z'";

    /** A request of each route that asks a command. */
    private static final List<String> REQUESTS =
            List.of(
                    "PUT /v1/deployments/a/b {'entrypoint':{'kind':'command','command':['true']}}",
                    "DELETE /v1/deployments/a/b",
                    "POST /v1/deployments/a/b/pause",
                    "POST /v1/deployments/a/b/resume",
                    "POST /v1/deployments/a/b/rollback {'revision':1}",
                    "POST /v1/deployments/a/b/runs",
                    "POST /v1/deployments/a/b/schedules/s/backfill {'from':"
                            + TIME
                            + ",'to':"
                            + TIME
                            + "}",
                    "POST /v1/deployments/a/b/backfills/019ab5d0-5a00-8123-8456-0123456789ab/cancel",
                    "POST /v1/audit/rebuilds",
                    "POST /v1/audit/rebuilds/2/switch",
                    "POST /v1/audit/rebuilds/2/abandon",
                    "POST " + RUN + "/cancel",
                    "POST " + RUN + "/pause",
                    "POST " + RUN + "/resume",
                    "POST " + RUN + "/retry",
                    "POST " + RUN + "/rerun",
                    "PUT " + RUN + " {'flow':'a','startedAt':" + TIME + "," + FENCE + "}",
                    "POST "
                            + RUN
                            + "/state {'type':'RUNNING','changedAt':"
                            + TIME
                            + ","
                            + FENCE
                            + "}",
                    "POST "
                            + RUN
                            + "/finish {'outcome':{'kind':'completed'},'endedAt':"
                            + TIME
                            + ","
                            + FENCE
                            + "}");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Class<?>, Set<RouteRole>> asked = new HashMap<>();
    private final Map<Class<?>, Allowed> needed = new HashMap<>();
    private volatile Set<RouteRole> roles = Set.of();
    private volatile @Nullable Command submitted;
    private final Edge edge =
            Wire.serve(
                    EdgeSettings.of("127.0.0.1", 0),
                    routes -> {
                        routes.beforeMatched(http -> roles = http.routeRoles());
                        new CommandRoutes(this, _ -> true).addTo(routes, Allowed::new);
                        new ScheduleRoutes(this, (_, _, _) -> List.of(), InstantSource.system())
                                .addTo(routes, Allowed::new);
                        new ViewsRoutes(this).addTo(routes, Allowed::new);
                        new TrackingRoutes(
                                        this,
                                        _ -> new CompletableFuture<>(),
                                        _ -> CompletableFuture.completedFuture(false))
                                .addTo(routes, Allowed::new);
                    });

    @AfterEach
    void stop() {
        client.close();
        edge.close();
    }

    @Test
    void each_route_asks_for_the_role_of_its_command() throws Exception {
        for (var request : REQUESTS) {
            send(request.replace('\'', '"'));
            var command = submitted;
            assertThat(command).as(request).isNotNull();
            asked.put(command.getClass(), roles);
            needed.put(command.getClass(), new Allowed(CommandRoles.needed(command)));
        }

        assertThat(needed.keySet())
                .as("each command has a route here")
                .containsExactlyInAnyOrderElementsOf(commands(Command.class).toList());
        needed.forEach((command, role) ->
                assertThat(asked.get(command))
                        .as(command.getSimpleName())
                        .isEqualTo(Set.<RouteRole>of(role)));
    }

    private void send(String request) throws Exception {
        submitted = null;
        var parts = request.split(" ", 3);
        var body = parts.length > 2 ? BodyPublishers.ofString(parts[2]) : BodyPublishers.noBody();
        client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + parts[1]))
                        .method(parts[0], body)
                        .build(),
                BodyHandlers.discarding());
    }

    private static Stream<Class<?>> commands(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(CommandRolesTest::commands)
                : Stream.of(type);
    }

    @Override
    public CompletableFuture<Reply> submit(CommandHeader header, Command command) {
        submitted = command;
        return CompletableFuture.completedFuture(
                Refusal.DEPLOYMENT_NOT_FOUND.because("There is none."));
    }

    @Override
    public Instant deadline() {
        return Instant.EPOCH;
    }
}

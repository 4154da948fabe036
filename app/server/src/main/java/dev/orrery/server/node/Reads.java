package dev.orrery.server.node;

import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.api.RebuildRoutes;
import dev.orrery.projections.generation.Generations;
import dev.orrery.schemas.avro.Codecs;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.server.proof.Proof;
import io.javalin.config.RoutesConfig;
import io.javalin.security.RouteRole;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The reads of a node: of what it has, and in a cluster of what any node has.
 *
 * @param api lists and single things
 * @param proof checkpoints and verifications
 * @param rebuilds which views are read, and which are built
 */
record Reads(ReadApi api, Proof proof, RebuildRoutes rebuilds) {

    static Reads of(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Generations views,
            Parts parts) {
        var api = new ReadApi(views, codecs.output());
        var consumer = new HashMap<String, String>();
        kafka.clients().forEach((name, value) -> consumer.put(name, value.toString()));
        var proof =
                new Proof(
                        views,
                        api,
                        consumer,
                        kafka.source(),
                        settings.data().resolve("verification"));
        return new Reads(api, parts.add("verifications", proof), new RebuildRoutes(views));
    }

    /** Whether a runner executes a run, as far as the views know that can be asked now. */
    CompletableFuture<Boolean> isExecuted(RunId run) {
        return api.isExecuted(run);
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        api.addTo(routes, allow);
        proof.addTo(routes, allow);
        rebuilds.addTo(routes, allow);
    }
}

package dev.orrery.server.node;

import dev.orrery.projections.api.ReadApi;
import dev.orrery.projections.peer.OwnerWatch;
import dev.orrery.projections.peer.PeerLimits;
import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.stream.Projector;
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
 */
record Reads(ReadApi api, Proof proof) {

    static Reads of(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Projector projector,
            Parts parts) {
        var api = api(settings, kafka, codecs, projector, parts);
        var consumer = new HashMap<String, String>();
        kafka.clients().forEach((name, value) -> consumer.put(name, value.toString()));
        var proof =
                new Proof(
                        projector,
                        api,
                        consumer,
                        kafka.source(),
                        settings.data().resolve("verification"));
        return new Reads(api, parts.add("verifications", proof));
    }

    private static ReadApi api(
            NodeSettings settings,
            KafkaConnection kafka,
            Codecs codecs,
            Projector projector,
            Parts parts) {
        if (!settings.isInCluster()) {
            return ReadApi.alone(projector.views(), codecs.output());
        }
        var peers =
                parts.add("peers", new Peers(projector.owners(), kafka.source(), PeerLimits.USUAL));
        var sightings = new Sightings(System::nanoTime);
        var copies = projector.copies();
        var watch =
                parts.add(
                        "owner watch",
                        new OwnerWatch(peers, ReadApi.SMALL, copies::partitions, sightings));
        watch.start();
        return ReadApi.inCluster(projector.views(), codecs.output(), peers, copies, sightings);
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
    }
}

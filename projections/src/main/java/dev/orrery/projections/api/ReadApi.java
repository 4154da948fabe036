package dev.orrery.projections.api;

import dev.orrery.projections.peer.Peers;
import dev.orrery.projections.peer.Sightings;
import dev.orrery.projections.view.Elsewhere;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.security.RouteRole;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All that can be read over HTTP. */
public final class ReadApi {

    /** Something small that every partition has a part of: for who looks how far they are. */
    public static final String SMALL = "/v1/counts";

    private final ViewReader here;
    private final @Nullable ClusterReading cluster;
    private final Codec<OutputChunk> chunks;
    private final Reading reading;

    private ReadApi(ViewReader views, Codec<OutputChunk> chunks, @Nullable ClusterReading cluster) {
        here = views;
        this.cluster = cluster;
        this.chunks = chunks;
        reading = new Reading(views, cluster);
    }

    /** Where every partition is here. */
    public static ReadApi alone(ViewReader views, Codec<OutputChunk> chunks) {
        return new ReadApi(views, chunks, null);
    }

    /**
     * Where partitions are spread over nodes.
     *
     * @param views of what is folded here
     * @param copies of what other nodes fold
     * @param sightings of how far those are
     */
    public static ReadApi inCluster(
            ViewReader views,
            Codec<OutputChunk> chunks,
            Peers peers,
            ViewReader copies,
            Sightings sightings) {
        return new ReadApi(
                views,
                chunks,
                new ClusterReading(
                        views, new Copies(copies, sightings, InstantSource.system()), peers));
    }

    /** Whether a runner executes a run, as far as the views know that can be asked now. */
    public CompletableFuture<Boolean> isExecuted(RunId run) {
        if (cluster != null) {
            return CompletableFuture.supplyAsync(
                    () -> cluster.isExecuted(run), Thread::startVirtualThread);
        }
        try {
            var views = Visit.alone(here, Wanted.NOTHING);
            return CompletableFuture.completedFuture(new RunRoutes(views).isExecuted(run));
        } catch (Elsewhere unknown) {
            return CompletableFuture.completedFuture(false);
        }
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var viewer = allow.apply(Role.VIEWER);
        routes.get("/v1/flows", of(FlowRoutes::new, FlowRoutes::list), viewer);
        routes.get(SMALL, of(FlowRoutes::new, FlowRoutes::count), viewer);
        routes.get("/v1/deployments", deployments(DeploymentRoutes::list), viewer);
        routes.get("/v1/deployments/{id}", deployments(DeploymentRoutes::byId), viewer);
        // Before what is longer by one, since a deployment may be called backfills.
        var named = "/v1/deployments/{flow}/{name}";
        routes.get(named + "/revisions", deployments(DeploymentRoutes::revisionsByName), viewer);
        routes.get(named + "/backfills", deployments(DeploymentRoutes::backfillsByName), viewer);
        routes.get(
                named + "/backfills/{backfill}",
                deployments(DeploymentRoutes::backfillByName),
                viewer);
        var byId = "/v1/deployments/{id}";
        routes.get(byId + "/revisions", deployments(DeploymentRoutes::revisions), viewer);
        routes.get(byId + "/backfills", deployments(DeploymentRoutes::backfills), viewer);
        routes.get(byId + "/backfills/{backfill}", deployments(DeploymentRoutes::backfill), viewer);
        routes.get(named, deployments(DeploymentRoutes::byName), viewer);
        routes.get("/v1/runs", of(RunRoutes::new, RunRoutes::list), viewer);
        routes.get("/v1/runs/{id}", of(RunRoutes::new, RunRoutes::byId), viewer);
        routes.get(
                "/v1/runs/{id}/logs",
                of(visit -> new OutputRoutes(visit, chunks), OutputRoutes::lines),
                viewer);
        routes.get("/v1/events", of(EventRoutes::new, EventRoutes::list), viewer);
    }

    /**
     * A route that answers with what each partition says, on whichever node that is. Other nodes
     * ask it with GET by the path of the request, whatever method that has.
     */
    public Handler eachPartition(Function<Context, PartitionAnswers> answers) {
        return reading.of(
                visit -> http -> visit.list(http, new EachPartition(visit, answers.apply(http))));
    }

    private Handler deployments(BiConsumer<DeploymentRoutes, Context> answer) {
        return of(DeploymentRoutes::new, answer);
    }

    private <R> Handler of(Function<Visit, R> routes, BiConsumer<R, Context> answer) {
        return reading.of(visit -> http -> answer.accept(routes.apply(visit), http));
    }
}

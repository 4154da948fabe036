package dev.orrery.projections.api;

import dev.orrery.projections.view.Elsewhere;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.security.RouteRole;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** All that can be read over HTTP. */
public final class ReadApi {

    /** Something small that every partition has a part of: for who looks how far they are. */
    public static final String SMALL = "/v1/counts";

    private final OpenGenerations generations;
    private final Codec<OutputChunk> chunks;
    private final Reading reading;

    public ReadApi(OpenGenerations generations, Codec<OutputChunk> chunks) {
        this.generations = generations;
        this.chunks = chunks;
        reading = new Reading(generations);
    }

    /** Whether a runner executes a run, as far as the views know that can be asked now. */
    public CompletableFuture<Boolean> isExecuted(RunId run) {
        var live = generations.live();
        var cluster = live.cluster();
        if (cluster != null) {
            return CompletableFuture.supplyAsync(
                    () -> cluster.isExecuted(run), Thread::startVirtualThread);
        }
        try {
            var views = Visit.alone(live.here(), Wanted.NOTHING);
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
        new PastRoutes(routes, viewer, reading).add();
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

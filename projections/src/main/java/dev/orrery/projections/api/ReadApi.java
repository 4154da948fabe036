package dev.orrery.projections.api;

import dev.orrery.projections.view.OutputReader;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.http.Role;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import io.javalin.config.RoutesConfig;
import io.javalin.security.RouteRole;
import java.util.function.Function;

/** All that can be read over HTTP. */
public final class ReadApi {

    private final Reading reading;
    private final FlowRoutes flows;
    private final DeploymentRoutes deployments;
    private final RunRoutes runs;
    private final OutputRoutes output;
    private final EventRoutes events;

    public ReadApi(ViewReader views, OutputReader output, Codec<OutputChunk> chunks) {
        reading = new Reading(views);
        flows = new FlowRoutes(views);
        deployments = new DeploymentRoutes(views);
        runs = new RunRoutes(views);
        this.output = new OutputRoutes(views, output, chunks);
        events = new EventRoutes(views);
    }

    /** Whether a runner executes a run, as far as the views here know. */
    public boolean isExecuted(RunId run) {
        return runs.isExecuted(run);
    }

    /**
     * @param allow makes of a role what the edge asks a route for
     */
    public void addTo(RoutesConfig routes, Function<Role, RouteRole> allow) {
        var viewer = allow.apply(Role.VIEWER);
        routes.get("/v1/flows", reading.of(flows::list), viewer);
        routes.get("/v1/counts", reading.of(flows::count), viewer);
        routes.get("/v1/deployments", reading.of(deployments::list), viewer);
        routes.get("/v1/deployments/{id}", reading.of(deployments::byId), viewer);
        // Before what is longer by one, since a deployment may be called backfills.
        var named = "/v1/deployments/{flow}/{name}";
        routes.get(named + "/revisions", reading.of(deployments::revisionsByName), viewer);
        routes.get(named + "/backfills", reading.of(deployments::backfillsByName), viewer);
        routes.get(
                named + "/backfills/{backfill}", reading.of(deployments::backfillByName), viewer);
        routes.get("/v1/deployments/{id}/revisions", reading.of(deployments::revisions), viewer);
        routes.get("/v1/deployments/{id}/backfills", reading.of(deployments::backfills), viewer);
        routes.get(
                "/v1/deployments/{id}/backfills/{backfill}",
                reading.of(deployments::backfill),
                viewer);
        routes.get(named, reading.of(deployments::byName), viewer);
        routes.get("/v1/runs", reading.of(runs::list), viewer);
        routes.get("/v1/runs/{id}", reading.of(runs::byId), viewer);
        routes.get("/v1/runs/{id}/logs", reading.of(output::lines), viewer);
        routes.get("/v1/events", reading.of(events::list), viewer);
    }
}

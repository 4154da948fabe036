package dev.orrery.projections.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The addresses of what was: histories, causes, differences, and the reads as of a moment.
 *
 * @param routes of the server
 * @param viewer what the edge asks of who only reads
 * @param reading what all reads have in common
 */
record PastRoutes(RoutesConfig routes, RouteRole viewer, Reading reading) {

    void add() {
        add("/v1/audit/history/{subject}", HistoryRoutes::new, HistoryRoutes::ofSubject);
        add("/v1/audit/history/{flow}/{name}", HistoryRoutes::new, HistoryRoutes::ofDeployment);
        add("/v1/audit/why/{run}", WhyRoutes::new, WhyRoutes::of);
        add("/v1/audit/deployments/{id}/diff", DiffRoutes::new, DiffRoutes::byId);
        add("/v1/audit/deployments/{flow}/{name}/diff", DiffRoutes::new, DiffRoutes::byName);
        add(AsOf.MOMENTS, AsOfRoutes::new, AsOfRoutes::moment);
        asOf("deployments", AsOfRoutes::deployments);
        asOf("deployments/{id}", AsOfRoutes::deployment);
        asOf("deployments/{flow}/{name}/revisions", AsOfRoutes::revisionsByName);
        asOf("deployments/{flow}/{name}/revisions/{revision}", AsOfRoutes::revisionByName);
        asOf("deployments/{id}/revisions", AsOfRoutes::revisions);
        asOf("deployments/{id}/revisions/{revision}", AsOfRoutes::revision);
        asOf("deployments/{flow}/{name}", AsOfRoutes::deploymentByName);
        asOf("runs", AsOfRoutes::runs);
        asOf("runs/{id}", AsOfRoutes::run);
    }

    private void asOf(String path, BiConsumer<AsOfRoutes, Context> answer) {
        add("/v1/audit/asof/" + path, AsOfRoutes::new, answer);
    }

    private <R> void add(String path, Function<Visit, R> made, BiConsumer<R, Context> answer) {
        routes.get(
                path, reading.of(visit -> http -> answer.accept(made.apply(visit), http)), viewer);
    }
}

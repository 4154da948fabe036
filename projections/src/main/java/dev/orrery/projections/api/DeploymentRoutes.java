package dev.orrery.projections.api;

import dev.orrery.projections.view.DeploymentView;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Deployments, with the next times of their schedules and their last run, and their revisions. */
final class DeploymentRoutes {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Visit views;

    DeploymentRoutes(Visit views) {
        this.views = views;
    }

    /** By flow and name, or those whose ids begin alike by id; deleted ones are left out. */
    void list(Context http) {
        var query = Query.of(http, Query.LIMIT, Query.CURSOR, "flow", "name", IdPrefix.NAME);
        var flow = query.text("flow");
        var name = query.text("name");
        var prefix = query.idPrefix();
        if (prefix == null) {
            views.list(http, named(flow, name).page(views, query.page(), row -> item(row, name)));
        } else if (flow == null && name == null) {
            var byId =
                    Listing.of(views.everywhere(), Keys.deployments(), Order.ASCENDING)
                            .filteredBy(prefix)
                            .ofIds(prefix.ids());
            views.list(http, byId.page(views, query.page(), this::item));
        } else {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "Say the beginning of an id, or names; not both",
                    IdPrefix.NAME);
        }
    }

    private Listing named(@Nullable String flow, @Nullable String name) {
        var prefix = flow == null ? Keys.deploymentsByName() : Keys.deploymentsOfFlow(flow);
        return Listing.of(views.everywhere(), prefix, Order.ASCENDING).filteredBy(name);
    }

    /** Shows a deleted one too, and says that it is: its history can be asked for by its id. */
    void byId(Context http) {
        Query.of(http);
        answer(http, Query.id(http.pathParam("id"), "id", DeploymentId::new));
    }

    void byName(Context http) {
        Query.of(http);
        answer(http, byFlowAndName(http));
    }

    /** Newest first. */
    void revisions(Context http) {
        parts(http, "revisions", Keys::revisions);
    }

    void revisionsByName(Context http) {
        parts(http, byFlowAndName(http), Keys::revisions);
    }

    /** Newest first, those that ended too. */
    void backfills(Context http) {
        parts(http, "backfills", Keys::backfills);
    }

    void backfillsByName(Context http) {
        parts(http, byFlowAndName(http), Keys::backfills);
    }

    void backfill(Context http) {
        backfill(http, Query.id(http.pathParam("id"), "id", DeploymentId::new));
    }

    void backfillByName(Context http) {
        backfill(http, byFlowAndName(http));
    }

    private void backfill(Context http, DeploymentId deployment) {
        Query.of(http);
        var id = Query.id(http.pathParam("backfill"), "backfill", BackfillId::new);
        var row = views.get(views.partitionOf(deployment.value()), Keys.backfill(deployment, id));
        if (row == null) {
            throw new ApiProblem(
                    Refusal.BACKFILL_NOT_FOUND, "The deployment never had a backfill " + id);
        }
        http.contentType(ContentType.APPLICATION_JSON).result(row);
    }

    /**
     * Lists what belongs to a deployment.
     *
     * @param word the last of the address, which a deployment may also be called
     */
    private void parts(Context http, String word, Function<DeploymentId, byte[]> prefix) {
        var first = http.pathParam("id");
        if (!Query.isId(first)) {
            Query.of(http);
            answer(http, DeploymentId.of(first, word));
            return;
        }
        parts(http, Query.id(first, "id", DeploymentId::new), prefix);
    }

    private void parts(Context http, DeploymentId id, Function<DeploymentId, byte[]> prefix) {
        var request = Query.of(http, Query.LIMIT, Query.CURSOR).page();
        int partition = views.partitionOf(id.value());
        if (views.get(partition, Keys.deployment(id)) == null) {
            throw unknown(id);
        }
        var parts = Listing.of(List.of(partition), prefix.apply(id), Order.DESCENDING);
        views.list(http, parts.page(views, request, Row::value));
    }

    static DeploymentId byFlowAndName(Context http) {
        return DeploymentId.of(http.pathParam("flow"), http.pathParam("name"));
    }

    private void answer(Context http, DeploymentId id) {
        int partition = views.partitionOf(id.value());
        byte[] row = views.get(partition, Keys.deployment(id));
        if (row == null) {
            throw unknown(id);
        }
        var version = ViewJson.read(row, DeploymentView.class).version();
        http.header("ETag", "\"" + version + "\"");
        http.contentType(ContentType.APPLICATION_JSON).result(whole(partition, id, row));
    }

    private byte @Nullable [] item(Row byName, @Nullable String name) {
        if (name != null && !Keys.isDeploymentNamed(byName.key(), name)) {
            return null;
        }
        var id = new DeploymentId(Keys.id(byName.value(), 0));
        byte[] row = views.get(byName.partition(), Keys.deployment(id));
        return row == null ? null : whole(byName.partition(), id, row);
    }

    private byte @Nullable [] item(Row byId) {
        var view = ViewJson.read(byId.value(), DeploymentView.class);
        return view.deleted()
                ? null
                : whole(byId.partition(), new DeploymentId(view.id()), byId.value());
    }

    private byte[] whole(int partition, DeploymentId id, byte[] row) {
        return new Splice(row)
                .member("schedules", schedules(partition, id))
                .member("lastRun", lastRun(partition, id))
                .bytes();
    }

    private List<byte[]> schedules(int partition, DeploymentId id) {
        var schedules = new ArrayList<byte[]>();
        var range = KeyRange.of(Keys.schedules(id));
        try (var rows = views.scan(partition, range, Order.ASCENDING)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                schedules.add(row.value());
            }
        }
        return schedules;
    }

    private byte[] lastRun(int partition, DeploymentId id) {
        byte[] prefix = Keys.runsOf(id);
        try (var runs = views.scan(partition, KeyRange.of(prefix), Order.DESCENDING)) {
            var last = runs.next();
            if (last == null) {
                return NULL;
            }
            var run = views.get(partition, Keys.run(new RunId(Keys.id(last.key(), prefix.length))));
            return run == null ? NULL : run;
        }
    }

    static ApiProblem unknown(DeploymentId id) {
        return new ApiProblem(Refusal.DEPLOYMENT_NOT_FOUND, "There is no deployment " + id);
    }
}

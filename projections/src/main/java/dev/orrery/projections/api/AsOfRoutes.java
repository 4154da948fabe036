package dev.orrery.projections.api;

import dev.orrery.projections.past.PastDeployment;
import dev.orrery.projections.past.PastRun;
import dev.orrery.projections.view.DeploymentMoment;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.StateType;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the read API said at a moment: the same shapes with the values of then. A deployment has no
 * {@code lastRun}, since which run was its last is told by the list of its runs as of then.
 */
final class AsOfRoutes {

    private static final String REVISIONS = "revisions";
    private final Visit views;

    AsOfRoutes(Visit views) {
        this.views = views;
    }

    /** The moment as a position of the whole log. */
    void moment(Context http) {
        var asOf = AsOf.of(http, Query.of(http, AsOf.AT), views);
        views.list(http, new Moments(views, asOf, views.everywhere()));
    }

    /** Those that there were, by flow and name, also where they are deleted now. */
    void deployments(Context http) {
        var query = Query.of(http, Query.LIMIT, Query.CURSOR, AsOf.AT, "flow", "name");
        var asOf = AsOf.of(http, query, views);
        var flow = query.text("flow");
        var name = query.text("name");
        var prefix = flow == null ? Keys.deploymentsEver() : Keys.deploymentsEverOfFlow(flow);
        var listing =
                Listing.of(views.everywhere(), prefix, Order.ASCENDING).filteredBy(asOf, name);
        list(http, asOf, listing.page(views, query.page(), row -> deployment(row, asOf, name)));
    }

    private void list(Context http, AsOf asOf, PartedList list) {
        views.list(http, new AsOfList(views, asOf, list));
    }

    private byte @Nullable [] deployment(Row byName, AsOf asOf, @Nullable String name) {
        if (name != null && !Keys.isDeploymentNamed(byName.key(), name)) {
            return null;
        }
        var past = past(new DeploymentId(Keys.id(byName.value(), 0)));
        long bound = asOf.bound(views, byName.partition());
        byte[] moment = past.moment(bound);
        return moment == null || ViewJson.read(moment, DeploymentMoment.class).deleted()
                ? null
                : whole(past, bound);
    }

    private PastDeployment past(DeploymentId id) {
        return new PastDeployment(views, views.partitionOf(id.value()), id);
    }

    private static byte @Nullable [] whole(PastDeployment past, long bound) {
        byte[] row = past.row(bound);
        return row == null
                ? null
                : new Splice(row).member("schedules", past.schedules(row, bound)).bytes();
    }

    void deployment(Context http) {
        deployment(http, Query.id(http.pathParam("id"), "id", DeploymentId::new));
    }

    void deploymentByName(Context http) {
        deployment(http, DeploymentRoutes.byFlowAndName(http));
    }

    private void deployment(Context http, DeploymentId id) {
        var asOf = AsOf.of(http, Query.of(http, AsOf.AT), views);
        var past = past(id);
        long bound = asOf.bound(views, past.partition());
        asOf.tell(http);
        byte[] found = whole(past, bound);
        if (found == null) {
            throw unknown(id);
        }
        answer(http, found);
    }

    /** Those that there were, newest first; a deployment may also be called revisions. */
    void revisions(Context http) {
        var first = http.pathParam("id");
        if (Query.isId(first)) {
            revisions(http, Query.id(first, "id", DeploymentId::new));
        } else {
            deployment(http, DeploymentId.of(first, REVISIONS));
        }
    }

    void revisionsByName(Context http) {
        revisions(http, DeploymentRoutes.byFlowAndName(http));
    }

    private void revisions(Context http, DeploymentId id) {
        var query = Query.of(http, Query.LIMIT, Query.CURSOR, AsOf.AT);
        var asOf = AsOf.of(http, query, views);
        var past = past(id);
        int last = past.revision(asOf.bound(views, past.partition()));
        if (last == 0) {
            asOf.tell(http);
            throw unknown(id);
        }
        var listing =
                Listing.of(List.of(past.partition()), Keys.revisions(id), Order.DESCENDING)
                        .filteredBy(asOf)
                        .ofIds(new KeyRange(number(0), number(last + 1L)));
        list(http, asOf, listing.page(views, query.page(), Row::value));
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    void revision(Context http) {
        revision(http, Query.id(http.pathParam("id"), "id", DeploymentId::new));
    }

    void revisionByName(Context http) {
        revision(http, DeploymentRoutes.byFlowAndName(http));
    }

    private void revision(Context http, DeploymentId id) {
        var asOf = AsOf.of(http, Query.of(http, AsOf.AT), views);
        var past = past(id);
        int number = Query.number(http.pathParam("revision"), "revision", 1, Integer.MAX_VALUE);
        int last = past.revision(asOf.bound(views, past.partition()));
        asOf.tell(http);
        if (last == 0) {
            throw unknown(id);
        }
        byte[] row = number > last ? null : views.get(past.partition(), Keys.revision(id, number));
        if (row == null) {
            throw new ApiProblem(
                    Refusal.REVISION_NOT_FOUND, "The deployment had no revision " + number);
        }
        answer(http, row);
    }

    /** Those that there were, newest first by the time that they are for. */
    void runs(Context http) {
        var query =
                Query.of(
                        http,
                        Query.LIMIT,
                        Query.CURSOR,
                        AsOf.AT,
                        Query.DEPLOYMENT,
                        RunRoutes.BACKFILL,
                        RunRoutes.PARENT,
                        "state",
                        "name");
        var asOf = AsOf.of(http, query, views);
        var states = RunRoutes.states(query.text("state"));
        var filters =
                new RunFilters(
                        query.deployment(),
                        query.id(RunRoutes.BACKFILL, BackfillId::new),
                        query.id(RunRoutes.PARENT, RunId::new),
                        query.text("name"));
        // Which state a run is in now has nothing to say about then.
        var listing =
                new RunRoutes(views).listing(filters, Set.of()).filteredBy(asOf, states, filters);
        list(http, asOf, listing.page(views, query.page(), row -> run(row, asOf, states, filters)));
    }

    private byte @Nullable [] run(Row row, AsOf asOf, Set<StateType> states, RunFilters filters) {
        var id = new RunId(Keys.id(row.key(), row.key().length - Keys.ID_BYTES));
        byte[] progress =
                new PastRun(views, row.partition(), id)
                        .progress(asOf.bound(views, row.partition()));
        return progress == null
                ? null
                : new RunRoutes(views).item(row, id, progress, states, filters);
    }

    void run(Context http) {
        var asOf = AsOf.of(http, Query.of(http, AsOf.AT), views);
        var id = Query.id(http.pathParam("id"), "id", RunId::new);
        int partition = views.partitionOf(id.value());
        long bound = asOf.bound(views, partition);
        asOf.tell(http);
        var past = new PastRun(views, partition, id);
        byte[] progress = past.progress(bound);
        byte[] origin = views.get(partition, Keys.runOrigin(id));
        if (progress == null || origin == null) {
            throw RunRoutes.unknown(id);
        }
        answer(
                http,
                RunRoutes.whole(
                        progress, origin, past.newest(bound, RunRoutes.TIMELINE_EVENTS_MAX)));
    }

    private static ApiProblem unknown(DeploymentId id) {
        return new ApiProblem(
                Refusal.DEPLOYMENT_NOT_FOUND, "There was no deployment " + id + " then");
    }

    private static void answer(Context http, byte[] found) {
        http.contentType(ContentType.APPLICATION_JSON).result(found);
    }
}

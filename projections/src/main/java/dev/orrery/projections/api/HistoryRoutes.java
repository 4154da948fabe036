package dev.orrery.projections.api;

import dev.orrery.projections.past.Happened;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.id.Position;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;

/** What happened to one thing, and what each event changed of it. */
final class HistoryRoutes {

    private final Visit views;

    HistoryRoutes(Visit views) {
        this.views = views;
    }

    void ofSubject(Context http) {
        of(http, Query.id(http.pathParam("subject"), "subject", id -> id));
    }

    void ofDeployment(Context http) {
        of(http, DeploymentRoutes.byFlowAndName(http).value());
    }

    private void of(Context http, UUID subject) {
        var query = Query.of(http, Query.LIMIT, Query.CURSOR, "order");
        var request =
                new EventRequest(
                        EventRoutes.order(query.text("order")),
                        Position.START,
                        query.position(Query.CURSOR, views.everywhere()),
                        query.limit());
        int partition = views.partitionOf(subject);
        byte[] prefix = Keys.events(subject);
        var happened = new Happened(views, partition, subject);
        views.list(
                http,
                new EventListing(
                        views,
                        List.of(partition),
                        prefix,
                        row -> row.suffix(prefix.length),
                        row ->
                                new Splice(row.value())
                                        .member(
                                                "changes",
                                                ViewJson.write(happened.changes(row.value())))
                                        .bytes(),
                        request));
    }
}

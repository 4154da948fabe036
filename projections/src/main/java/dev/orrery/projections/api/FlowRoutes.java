package dev.orrery.projections.api;

import dev.orrery.projections.view.FlowView;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewJson;
import io.javalin.http.Context;

/** Flows, by name, and how many of everything there are: what every partition has a part of. */
final class FlowRoutes {

    private final Visit views;

    FlowRoutes(Visit views) {
        this.views = views;
    }

    void list(Context http) {
        var request = Query.of(http, Query.LIMIT, Query.CURSOR).page();
        var flows =
                Listing.of(views.everywhere(), Keys.flows(), Order.ASCENDING)
                        .combinedBy(FlowRoutes::together);
        views.list(http, flows.page(views, request, Row::value));
    }

    void count(Context http) {
        Query.of(http);
        views.list(http, new Counts(views));
    }

    private static Row together(Row one, Row other) {
        var flow = ViewJson.read(one.value(), FlowView.class);
        var sum = flow.and(ViewJson.read(other.value(), FlowView.class));
        return new Row(one.partition(), one.key(), ViewJson.write(sum));
    }
}

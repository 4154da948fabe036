package dev.orrery.projections.api;

import dev.orrery.projections.view.FlowView;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Tally;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.projections.view.ViewReader;
import io.javalin.http.ContentType;
import io.javalin.http.Context;

/** Flows, by name, and how many of everything there are: what every partition has a part of. */
final class FlowRoutes {

    private final ViewReader views;

    FlowRoutes(ViewReader views) {
        this.views = views;
    }

    void list(Context http) {
        var request = Query.of(http, Query.LIMIT, Query.CURSOR).page();
        Listing.of(views.partitions(), Keys.flows(), Order.ASCENDING)
                .combinedBy(FlowRoutes::together)
                .page(views, request, Row::value)
                .answer(http);
    }

    void count(Context http) {
        Query.of(http);
        var sum = Tally.of(null).counts();
        for (int partition : views.partitions()) {
            sum = sum.and(Tally.of(views.get(partition, Keys.tally())).counts());
        }
        http.contentType(ContentType.APPLICATION_JSON).result(ViewJson.write(sum));
    }

    private static Row together(Row one, Row other) {
        var flow = ViewJson.read(one.value(), FlowView.class);
        var sum = flow.and(ViewJson.read(other.value(), FlowView.class));
        return new Row(one.partition(), one.key(), ViewJson.write(sum));
    }
}

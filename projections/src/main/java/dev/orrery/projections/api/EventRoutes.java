package dev.orrery.projections.api;

import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to one thing, event by event. */
final class EventRoutes {

    private final ViewReader views;

    EventRoutes(ViewReader views) {
        this.views = views;
    }

    void list(Context http) {
        var query = Query.of(http, Query.LIMIT, Query.CURSOR, "subject", "order");
        var subject = subject(query.text("subject"));
        Listing.of(
                        List.of(views.partitionOf(subject)),
                        Keys.events(subject),
                        order(query.text("order")))
                .page(views, query.page(), Row::value)
                .answer(http);
    }

    private static UUID subject(@Nullable String text) {
        if (text == null) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "Say whose events: the id of a deployment, a run or a schedule",
                    "subject");
        }
        return Query.id(text, "subject", id -> id);
    }

    private static Order order(@Nullable String text) {
        return switch (text) {
            case null -> Order.ASCENDING;
            case "oldest" -> Order.ASCENDING;
            case "newest" -> Order.DESCENDING;
            default ->
                    throw new ApiProblem(
                            Refusal.INVALID_REQUEST,
                            "It must be oldest or newest (which comes first), not " + text,
                            "order");
        };
    }
}

package dev.orrery.projections.api;

import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.LogEntry;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened: all of it, or to one deployment with its runs, or to one thing alone. */
final class EventRoutes {

    private static final Set<String> TYPES =
            types(Event.class).collect(Collectors.toCollection(TreeSet::new));

    private final Visit views;

    EventRoutes(Visit views) {
        this.views = views;
    }

    void list(Context http) {
        var query =
                Query.of(
                        http,
                        Query.LIMIT,
                        Query.CURSOR,
                        "after",
                        "subject",
                        Query.DEPLOYMENT,
                        "type",
                        "order");
        var after = position(query, "after");
        var request =
                new EventRequest(
                        order(query.text("order")),
                        after == null ? Position.START : after,
                        position(query, Query.CURSOR),
                        query.limit());
        views.list(http, events(query, request));
    }

    private @Nullable Position position(Query query, String name) {
        return query.text(name) == null ? null : query.position(name, views.everywhere());
    }

    private EventListing events(Query query, EventRequest request) {
        var types = types(query.text("type"));
        var subject = query.text("subject");
        var deployment = query.deployment();
        if (subject != null && deployment != null) {
            throw new ApiProblem(
                    Refusal.INVALID_REQUEST,
                    "Say the subject or the deployment: the events of a deployment are also those"
                            + " of its schedules and runs",
                    Query.DEPLOYMENT);
        }
        if (subject != null) {
            return ofSubject(Query.id(subject, "subject", id -> id), types, request);
        }
        var partitions =
                deployment == null
                        ? views.everywhere()
                        : Set.of(views.partitionOf(deployment.value()));
        return new EventListing(
                views,
                partitions,
                Keys.log(),
                LogEntry::place,
                row -> event(row, deployment, types),
                request);
    }

    private EventListing ofSubject(UUID subject, Set<String> types, EventRequest request) {
        byte[] prefix = Keys.events(subject);
        return new EventListing(
                views,
                List.of(views.partitionOf(subject)),
                prefix,
                row -> row.suffix(prefix.length),
                row -> types.contains(ViewJson.readText(row.value(), "type")) ? row.value() : null,
                request);
    }

    private byte @Nullable [] event(Row row, @Nullable DeploymentId root, Set<String> types) {
        var entry = LogEntry.of(row);
        return types.contains(entry.type()) && (root == null || entry.root().equals(root.key()))
                ? views.get(row.partition(), Keys.event(entry.subject(), LogEntry.sequence(row)))
                : null;
    }

    static Order order(@Nullable String text) {
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

    /** Several have commas between them; without any, all there are. */
    private static Set<String> types(@Nullable String text) {
        if (text == null) {
            return TYPES;
        }
        var types = new TreeSet<String>();
        for (var name : text.split(",", -1)) {
            if (!TYPES.contains(name.strip())) {
                throw new ApiProblem(
                        Refusal.INVALID_REQUEST,
                        "It must be of " + TYPES + ", not " + name,
                        "type");
            }
            types.add(name.strip());
        }
        return types;
    }

    private static Stream<String> types(Class<?> event) {
        return event.isSealed()
                ? Stream.of(event.getPermittedSubclasses()).flatMap(EventRoutes::types)
                : Stream.of(event.getSimpleName());
    }
}

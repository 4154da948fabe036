package dev.orrery.projections.api;

import dev.orrery.projections.view.Attempts;
import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.RunOrigin;
import dev.orrery.projections.view.RunOrigin.Cause.Kind;
import dev.orrery.projections.view.RunProgress;
import dev.orrery.projections.view.StateType;
import dev.orrery.projections.view.Timeline;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.BackfillId;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs: lists of them, newest first by the time that they are for, and each with the states that it
 * was in.
 */
final class RunRoutes {

    /** A run that is leased and given back all the time has no end of events. */
    static final int TIMELINE_EVENTS_MAX = 1_000;

    static final String BACKFILL = "backfill";
    static final String PARENT = "parent";

    private final Visit views;

    RunRoutes(Visit views) {
        this.views = views;
    }

    void list(Context http) {
        var query =
                Query.of(
                        http,
                        Query.LIMIT,
                        Query.CURSOR,
                        Query.DEPLOYMENT,
                        BACKFILL,
                        PARENT,
                        "state",
                        "name",
                        IdPrefix.NAME);
        var request = query.page();
        var states = states(query.text("state"));
        var filters =
                new RunFilters(
                        query.deployment(),
                        query.id(BACKFILL, BackfillId::new),
                        query.id(PARENT, RunId::new),
                        query.text("name"));
        var prefix = query.idPrefix();
        var listing = listing(filters, states).filteredBy(states, filters, prefix);
        views.list(
                http,
                (prefix == null ? listing : listing.ofIds(prefix.ids()))
                        .page(views, request, row -> item(row, states, filters)));
    }

    void byId(Context http) {
        Query.of(http);
        var id = Query.id(http.pathParam("id"), "id", RunId::new);
        int partition = views.partitionOf(id.value());
        byte[] progress = views.get(partition, Keys.run(id));
        byte[] origin = views.get(partition, Keys.runOrigin(id));
        if (progress == null || origin == null) {
            throw unknown(id);
        }
        http.contentType(ContentType.APPLICATION_JSON)
                .result(whole(progress, origin, newest(partition, id)));
    }

    /**
     * A run with its attempts and its states.
     *
     * @param events its newest, in their order
     */
    static byte[] whole(byte[] progress, byte[] origin, Iterable<byte[]> events) {
        var timeline = new Timeline();
        var attempts = new Attempts();
        for (var event : events) {
            timeline.with(event);
            attempts.with(event);
        }
        return new Splice(progress)
                .and(origin)
                .member("attempts", ViewJson.write(attempts.attempts()))
                .member("timeline", ViewJson.write(timeline.entries()))
                .bytes();
    }

    /** Whether a runner executes it, as far as is known. */
    boolean isExecuted(RunId id) {
        byte[] origin = views.get(views.partitionOf(id.value()), Keys.runOrigin(id));
        return origin != null
                && ViewJson.read(origin, RunOrigin.class).cause().kind() != Kind.REPORTED;
    }

    static ApiProblem unknown(RunId id) {
        return new ApiProblem(Refusal.RUN_NOT_FOUND, "There is no run " + id);
    }

    /** By the index that leaves the fewest to look at. */
    Listing listing(RunFilters filters, Set<StateType> states) {
        var root = filters.root();
        var partitions = root == null ? views.everywhere() : List.of(views.partitionOf(root));
        var index = filters.index();
        if (index != null) {
            return Listing.of(partitions, index, Order.DESCENDING);
        }
        return states.isEmpty()
                ? Listing.of(partitions, Keys.runs(), Order.DESCENDING)
                : Listing.of(
                        partitions, states.stream().map(Keys::runsIn).toList(), Order.DESCENDING);
    }

    /** An index may be a state ahead or behind for the blink of a fold, so the run has the word. */
    private byte @Nullable [] item(Row row, Set<StateType> states, RunFilters filters) {
        var id = new RunId(Keys.id(row.key(), row.key().length - Keys.ID_BYTES));
        byte[] progress = views.get(row.partition(), Keys.run(id));
        return progress == null ? null : item(row, id, progress, states, filters);
    }

    /**
     * A run of a list.
     *
     * @param row of the index by which it was found
     * @param progress how far it is, at whichever moment
     */
    byte @Nullable [] item(
            Row row, RunId id, byte[] progress, Set<StateType> states, RunFilters filters) {
        if (!isIn(states, progress)
                || !filters.keys(id).stream().allMatch(key -> isThere(row, key))) {
            return null;
        }
        // After the state, since it can be half a megabyte and a thousand are looked at.
        byte[] origin = views.get(row.partition(), Keys.runOrigin(id));
        return origin == null ? null : new Splice(progress).and(origin).bytes();
    }

    private boolean isThere(Row row, byte[] key) {
        return Arrays.equals(row.key(), key) || views.get(row.partition(), key) != null;
    }

    private static boolean isIn(Set<StateType> states, byte[] progress) {
        return states.isEmpty()
                || states.contains(ViewJson.read(progress, RunProgress.class).state().type());
    }

    /** Its newest events, in their order; all of them are a list of their own, with pages. */
    private Iterable<byte[]> newest(int partition, RunId id) {
        var newest = new ArrayDeque<byte[]>();
        var events = KeyRange.of(Keys.events(id.value()));
        try (var rows = views.scan(partition, events, Order.DESCENDING)) {
            for (var row = rows.next();
                    row != null && newest.size() < TIMELINE_EVENTS_MAX;
                    row = rows.next()) {
                newest.addFirst(row.value());
            }
        }
        return newest;
    }

    /** Several have commas between them. */
    static Set<StateType> states(@Nullable String text) {
        var states = EnumSet.noneOf(StateType.class);
        if (text == null) {
            return states;
        }
        for (var name : text.split(",", -1)) {
            try {
                states.add(StateType.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new ApiProblem(
                        Refusal.INVALID_REQUEST,
                        "It must be of " + Arrays.toString(StateType.values()) + ", not " + name,
                        "state");
            }
        }
        return states;
    }
}

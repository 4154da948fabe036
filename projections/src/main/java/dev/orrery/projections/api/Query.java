package dev.orrery.projections.api;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.DeploymentId;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request. A parameter that the route does not know is refused. */
final class Query {

    static final String POSITION = "position";
    static final String LIMIT = "limit";
    static final String CURSOR = "cursor";
    static final String DEPLOYMENT = "deployment";

    static final int LIMIT_DEFAULT = 50;
    static final int LIMIT_MAX = 200;

    private final Context http;

    private Query(Context http) {
        this.http = http;
    }

    /** The query of a route that knows these parameters, and the position as every route does. */
    static Query of(Context http, String... known) {
        var names = Set.of(known);
        for (var name : http.queryParamMap().keySet()) {
            if (!names.contains(name) && !name.equals(POSITION)) {
                throw new ApiProblem(
                        Refusal.INVALID_REQUEST, "There is no parameter " + name + " here", name);
            }
        }
        return new Query(http);
    }

    PageRequest page() {
        var cursor = text(CURSOR);
        return new PageRequest(limit(), cursor == null ? null : Cursor.parse(cursor));
    }

    int limit() {
        return number(LIMIT, LIMIT_DEFAULT, 1, LIMIT_MAX);
    }

    @Nullable String text(String name) {
        return http.queryParam(name);
    }

    int number(String name, int otherwise, int min, int max) {
        var text = text(name);
        return text == null ? otherwise : number(text, name, min, max);
    }

    static int number(String text, String name, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Falls through to the same answer.
        }
        throw new ApiProblem(
                Refusal.INVALID_REQUEST,
                "It must be a whole number from " + min + " to " + max + ", not " + text,
                name);
    }

    /** An id, from the path or the query. */
    static <T> T id(String text, String name, Function<UUID, T> id) {
        try {
            var uuid = UUID.fromString(text);
            // Java reads 1-1-1-1-1 too.
            if (uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id.apply(uuid);
            }
        } catch (IllegalArgumentException malformed) {
            // Falls through to the same answer.
        }
        throw new ApiProblem(Refusal.INVALID_REQUEST, "It must be a UUID, not " + text, name);
    }

    /** An id, where the query has one of that name. */
    <T> @Nullable T id(String name, Function<UUID, T> id) {
        var text = text(name);
        return text == null ? null : id(text, name, id);
    }

    /** A deployment by its id, or by {@code flow/name}. */
    @Nullable DeploymentId deployment() {
        var text = text(DEPLOYMENT);
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        return slash < 0
                ? id(text, DEPLOYMENT, DeploymentId::new)
                : DeploymentId.of(text.substring(0, slash), text.substring(slash + 1));
    }

    /** The beginning of an id. */
    @Nullable IdPrefix idPrefix() {
        var text = text(IdPrefix.NAME);
        return text == null ? null : IdPrefix.parse(text);
    }

    /** A position in the log, of partitions that there are. */
    @Nullable Position position(String name, Set<Integer> partitions) {
        var text = text(name);
        return text == null ? null : position(text, name, partitions);
    }

    static Position position(String text, String name, Set<Integer> partitions) {
        try {
            var position = Position.parse(text);
            if (partitions.containsAll(position.sequences().keySet())) {
                return position;
            }
        } catch (IllegalArgumentException malformed) {
            // Falls through to the same answer.
        }
        throw new ApiProblem(
                Refusal.INVALID_REQUEST,
                "It must be a position of this log, partition:sequence and several with commas, not"
                        + " "
                        + text,
                name);
    }

    static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}

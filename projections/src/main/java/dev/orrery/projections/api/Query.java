package dev.orrery.projections.api;

import dev.orrery.schemas.http.ApiProblem;
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
        return new PageRequest(
                number(LIMIT, LIMIT_DEFAULT, 1, LIMIT_MAX),
                cursor == null ? null : Cursor.parse(cursor));
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

    static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}

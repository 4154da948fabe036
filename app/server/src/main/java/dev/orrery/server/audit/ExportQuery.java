package dev.orrery.server.audit;

import dev.orrery.audit.export.Wish;
import dev.orrery.audit.replay.Subject;
import dev.orrery.audit.replay.Until;
import dev.orrery.schemas.event.Event;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.Position;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request wants of the log. */
final class ExportQuery {

    private static final String AFTER = "after";
    private static final String UNTIL = "until";
    private static final String SUBJECT = "subject";
    private static final String TYPE = "type";
    private static final Set<String> KNOWN = Set.of(AFTER, UNTIL, SUBJECT, TYPE);

    private static final Set<String> TYPES =
            types(Event.class).collect(Collectors.toCollection(TreeSet::new));

    private ExportQuery() {}

    /**
     * @throws ApiProblem when a parameter is wrong
     */
    static Wish of(Context http) {
        for (var name : http.queryParamMap().keySet()) {
            if (!KNOWN.contains(name)) {
                throw wrong("There is no parameter " + name + " here", name);
            }
        }
        var after = value(http, AFTER, Position::parse);
        var until = value(http, UNTIL, Until::parse);
        var subject = value(http, SUBJECT, Subject::parse);
        var types = value(http, TYPE, ExportQuery::types);
        return new Wish(
                after == null ? Position.START : after,
                until == null ? new Until.End() : until,
                subject == null ? null : subject.id(),
                types == null ? Set.of() : types);
    }

    private static <T> @Nullable T value(Context http, String name, Function<String, T> reader) {
        var text = http.queryParam(name);
        try {
            return text == null ? null : reader.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw wrong(String.valueOf(malformed.getMessage()), name);
        }
    }

    /** Several have commas between them. */
    private static Set<String> types(String text) {
        var types = new TreeSet<String>();
        for (var name : text.split(",", -1)) {
            if (!TYPES.contains(name.strip())) {
                throw new IllegalArgumentException("It must be of " + TYPES + ", not " + name);
            }
            types.add(name.strip());
        }
        return types;
    }

    private static Stream<String> types(Class<?> event) {
        return event.isSealed()
                ? Stream.of(event.getPermittedSubclasses()).flatMap(ExportQuery::types)
                : Stream.of(event.getSimpleName());
    }

    private static ApiProblem wrong(String sentence, String name) {
        return new ApiProblem(Refusal.INVALID_REQUEST, sentence, name);
    }
}

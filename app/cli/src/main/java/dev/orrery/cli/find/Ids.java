package dev.orrery.cli.find;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ids and their beginnings. */
final class Ids {

    private static final int SHOWN_MAX = 5;

    private static final Pattern WHOLE =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String FORM = "00000000-0000-0000-0000-000000000000";
    private static final int BEGINNING_MIN = 4;

    private Ids() {}

    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** Four characters at least: fewer would name something else tomorrow. */
    static Optional<String> prefix(String text) {
        boolean begins =
                text.length() >= BEGINNING_MIN
                        && text.length() <= FORM.length()
                        && IntStream.range(0, text.length()).allMatch(at -> fits(text, at));
        return begins ? Optional.of(text.toLowerCase(ROOT)) : Optional.empty();
    }

    private static boolean fits(String text, int at) {
        return FORM.charAt(at) == '-'
                ? text.charAt(at) == '-'
                : HexFormat.isHexDigit(text.charAt(at));
    }

    /**
     * What a person may mean.
     *
     * @param byId as many as are shown
     * @param more whether there are others
     */
    record Meant(Map<String, JsonNode> byId, boolean more) {}

    /** The things of a list whose ids begin so, and those that are called so. */
    static Meant meant(Api api, String list, String called) {
        var found = new LinkedHashMap<String, JsonNode>();
        var more = false;
        var queries = new ArrayList<String>();
        prefix(called).ifPresent(prefix -> queries.add("?idPrefix=" + prefix));
        queries.add("?name=" + Api.encode(called));
        for (var query : queries) {
            var some = api.list(list + query, SHOWN_MAX);
            some.items().forEach(item -> found.put(Json.text(item, "/id"), item));
            more |= some.more();
        }
        return new Meant(found, more);
    }

    /**
     * @param name what else is said of each
     */
    static Stop ambiguous(
            String what, String called, Meant meant, Function<JsonNode, String> name) {
        var ids = meant.byId.keySet();
        boolean begin = ids.stream().allMatch(id -> id.startsWith(called.toLowerCase(ROOT)));
        var sentence =
                new StringBuilder(
                        "Several %s %s '%s':"
                                .formatted(what, begin ? "begin with" : "are meant by", called));
        meant.byId.entrySet().stream()
                .limit(SHOWN_MAX)
                .forEach(one ->
                        sentence.append("\n  ")
                                .append(one.getKey())
                                .append("  ")
                                .append(name.apply(one.getValue())));
        if (meant.more || ids.size() > SHOWN_MAX) {
            sentence.append("\n  ...");
        }
        return Stop.usage(sentence.toString());
    }
}

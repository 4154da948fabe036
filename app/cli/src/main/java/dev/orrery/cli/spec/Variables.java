package dev.orrery.cli.spec;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables where a text has {@code ${NAME}} or {@code ${NAME:-default}}; {@code $${NAME}} is
 * left as {@code ${NAME}}, for the shell that a command may start.
 *
 * @param environment names and values
 */
record Variables(Map<String, String> environment) {

    private static final Pattern PLACE =
            Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    /**
     * @param wrong makes of a sentence what is thrown
     */
    String in(String text, Function<String, ? extends RuntimeException> wrong) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var places = PLACE.matcher(text);
        var filled = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(filled, Matcher.quoteReplacement(value(places, wrong)));
        }
        return places.appendTail(filled).toString();
    }

    private String value(Matcher place, Function<String, ? extends RuntimeException> wrong) {
        if (!place.group(1).isEmpty()) {
            return place.group().substring(1);
        }
        var name = place.group(2);
        var set = environment.get(name);
        var otherwise = place.group(3);
        if (set == null && otherwise == null) {
            throw wrong.apply(
                    "The variable %1$s is not set; set it, write ${%1$s:-default}, or $${%1$s} for the text itself."
                            .formatted(name));
        }
        // As a shell does it: an empty one is as good as none where there is a default.
        return set == null || (set.isEmpty() && otherwise != null) ? otherwise : set;
    }
}

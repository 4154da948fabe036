package dev.orrery.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.deployment.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An argument with {@code {{name}}} in it. Only what could be the name of a parameter is one, so
 * that a program's own templates such as {@code {{.Id}}} pass as they are.
 */
final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w.-]*)\\s*}}");

    private Template() {}

    static String fill(String argument, JsonNode parameters) throws CannotStart {
        var places = PLACE.matcher(argument);
        var filled = new StringBuilder();
        while (places.find()) {
            String name = places.group(1);
            var value = parameters.get(name);
            if (value == null) {
                throw new CannotStart(
                        "The command asks for the parameter '"
                                + name
                                + "', which the run does not have.");
            }
            places.appendReplacement(filled, Matcher.quoteReplacement(text(value)));
        }
        return places.appendTail(filled).toString();
    }

    /** A string as it is, anything else as JSON. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.of(value).text();
    }
}

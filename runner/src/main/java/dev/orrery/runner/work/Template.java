package dev.orrery.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.deployment.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for {@code {{name}}} in the arguments of a command. Only what could be the name of a
 * parameter is one, so that a program's own templates such as {@code {{.Id}}} pass as they are.
 *
 * @param parameters of the run, a JSON object
 * @param scheduledTime what {@code {{ORRERY_SCHEDULED_TIME}}} is, unless there is a parameter of
 *     that name
 */
record Template(JsonNode parameters, String scheduledTime) {

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w.-]*)\\s*}}");

    static Template of(Assignment assignment) {
        return new Template(
                assignment.specification().parameters().tree(),
                assignment.scheduledTime().toString());
    }

    String fill(String argument) throws CannotStart {
        var places = PLACE.matcher(argument);
        var filled = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(filled, Matcher.quoteReplacement(named(places.group(1))));
        }
        return places.appendTail(filled).toString();
    }

    private String named(String name) throws CannotStart {
        var value = parameters.get(name);
        if (value != null) {
            return text(value);
        }
        if (name.equals(ChildEnvironment.SCHEDULED_TIME)) {
            return scheduledTime;
        }
        throw new CannotStart(
                "The command asks for the parameter '" + name + "', which the run does not have.");
    }

    /** A string as it is, anything else as JSON. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.of(value).text();
    }
}

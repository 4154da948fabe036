package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** One event on one line: where, when, who, what, and what it says. */
final class AuditLine {

    private static final int VALUE_CHARACTERS_MAX = 48;

    private AuditLine() {}

    static String of(JsonNode event) {
        var said = new ArrayList<String>();
        event.path("data")
                .properties()
                .forEach(field -> {
                    var value = withoutNulls(field.getValue());
                    if (isSaid(value)) {
                        said.add(field.getKey() + "=" + shown(value));
                    }
                });
        return "  %-6s %s  %-18.18s %-18s %s"
                .formatted(
                        event.get("id").asText(),
                        event.get("time").asText(),
                        event.get("actor").asText(),
                        event.get("type").asText().replace("dev.orrery.", ""),
                        String.join(" ", said));
    }

    /** The cause of a run that no schedule asked for has two fields, and nothing in them. */
    private static JsonNode withoutNulls(JsonNode value) {
        return value instanceof ObjectNode object ? object.deepCopy().removeNulls() : value;
    }

    private static boolean isSaid(JsonNode value) {
        return !value.isNull() && (value.isValueNode() || !value.isEmpty());
    }

    private static String shown(JsonNode value) {
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= VALUE_CHARACTERS_MAX
                ? text
                : text.substring(0, VALUE_CHARACTERS_MAX) + "...";
    }
}

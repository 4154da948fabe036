package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
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
                    if (!field.getValue().isNull()) {
                        said.add(field.getKey() + "=" + shown(field.getValue()));
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

    private static String shown(JsonNode value) {
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= VALUE_CHARACTERS_MAX
                ? text
                : text.substring(0, VALUE_CHARACTERS_MAX) + "...";
    }
}

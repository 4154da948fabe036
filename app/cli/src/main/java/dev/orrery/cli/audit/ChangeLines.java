package dev.orrery.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Differences as people read them: what went with a minus, what came with a plus. */
final class ChangeLines {

    private static final int VALUE_CHARACTERS_MAX = 200;

    private ChangeLines() {}

    /**
     * @param indent before each line
     */
    static void print(PrintWriter out, String indent, JsonNode changes) {
        for (var change : changes) {
            var path = change.path("path").asText();
            print(out, indent + "- ", path, change.get("before"));
            print(out, indent + "+ ", path, change.get("after"));
        }
    }

    /** What is null says no more than what is not there. */
    private static void print(PrintWriter out, String sign, String path, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            var text = value.toString();
            int end = Math.min(text.length(), VALUE_CHARACTERS_MAX);
            out.println(
                    sign + path + ": " + text.substring(0, end) + (end < text.length() ? "…" : ""));
        }
    }
}

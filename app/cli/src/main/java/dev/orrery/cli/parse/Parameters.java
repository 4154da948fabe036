package dev.orrery.cli.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Stop;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parameters and other pairs, as {@code k=v} or as one JSON object. */
public final class Parameters {

    private Parameters() {}

    /**
     * @param pairs laid over the object, each {@code k=v}; a value that is JSON is that, any other
     *     is a text
     * @param object JSON
     */
    public static ObjectNode of(List<String> pairs, @Nullable String object) {
        var all = new TreeMap<String, JsonNode>();
        if (object != null) {
            object(object).properties().forEach(m -> all.put(m.getKey(), m.getValue()));
        }
        pairs("--param", pairs).forEach((name, value) -> all.put(name, value(value)));
        return Json.of(all);
    }

    /** Names and texts, each {@code NAME=VALUE}. */
    public static Map<String, String> pairs(String option, List<String> pairs) {
        var all = new TreeMap<String, String>();
        for (var pair : pairs) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw Stop.usage(option + " takes name=value, and not '" + pair + "'.");
            }
            all.put(pair.substring(0, sign), pair.substring(sign + 1));
        }
        return all;
    }

    private static JsonNode object(String text) {
        try {
            var tree = Json.read(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IllegalArgumentException malformed) {
            throw Stop.usage("--params takes a JSON object; " + malformed.getMessage());
        }
        throw Stop.usage("--params takes a JSON object, such as '{\"name\": \"world\"}'.");
    }

    private static JsonNode value(String text) {
        try {
            var tree = Json.read(text);
            return tree.isMissingNode() ? TextNode.valueOf(text) : tree;
        } catch (IllegalArgumentException plain) {
            return TextNode.valueOf(text);
        }
    }
}

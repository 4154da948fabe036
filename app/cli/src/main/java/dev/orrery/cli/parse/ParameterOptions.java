package dev.orrery.cli.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of every command that takes parameters: as {@code k=v}, and as one JSON object. */
public final class ParameterOptions {

    @Option(
            names = {"-p", "--param"},
            paramLabel = "K=V",
            description = "A parameter; V is JSON, or else a text. May be repeated.")
    private List<String> pairs = new ArrayList<>();

    @Option(names = "--params", paramLabel = "JSON", description = "Parameters as one object.")
    private @Nullable String object;

    /** Whether there are any. */
    public boolean areGiven() {
        return object != null || !pairs.isEmpty();
    }

    /** The object, with the pairs laid over it; in the order of their names. */
    public ObjectNode given() {
        return given(Json::object);
    }

    /** The object, or what is below where there is none, with the pairs laid over it. */
    public ObjectNode given(Supplier<JsonNode> below) {
        var all = new TreeMap<String, JsonNode>();
        var base = object != null ? object(object) : below.get();
        base.properties().forEach(m -> all.put(m.getKey(), m.getValue()));
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

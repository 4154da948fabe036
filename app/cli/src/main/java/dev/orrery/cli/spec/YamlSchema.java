package dev.orrery.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.terminal.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a file against the schema that editors use too, so that both say the same. It knows the
 * part of JSON Schema that the schema is written in.
 */
final class YamlSchema {

    static final String RESOURCE = "orrery.schema.json";

    private final YamlTree.Read read;
    private final JsonNode schema;

    private YamlSchema(YamlTree.Read read, JsonNode schema) {
        this.read = read;
        this.schema = schema;
    }

    static void check(YamlTree.Read read) {
        var schema = schema();
        new YamlSchema(read, schema).check("", read.root(), schema);
    }

    static JsonNode schema() {
        try (var in = YamlSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the schema is not where it belongs");
            }
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void check(String pointer, JsonNode value, JsonNode rule) {
        var reference = Json.text(rule, "/$ref");
        if (!reference.isEmpty()) {
            check(pointer, value, schema.at(reference.substring(1)));
            return;
        }
        checkType(pointer, value, rule);
        if (value.isObject()) {
            checkObject(pointer, value, rule);
        } else if (value.isArray()) {
            checkArray(pointer, value, rule);
        } else {
            checkScalar(pointer, value, rule);
        }
    }

    private void checkType(String pointer, JsonNode value, JsonNode rule) {
        var types = texts(rule.path("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOf(type, value))) {
            throw wrong(
                    pointer,
                    "It must be "
                            + String.join(" or ", types.stream().map(YamlSchema::words).toList())
                            + ".");
        }
    }

    private void checkObject(String pointer, JsonNode value, JsonNode rule) {
        var known = rule.path("properties");
        var others = rule.path("additionalProperties");
        for (var member : value.properties()) {
            var place = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
            var of = known.path(member.getKey());
            if (!of.isMissingNode()) {
                check(place, member.getValue(), of);
            } else if (others.isObject()) {
                check(place, member.getValue(), others);
            } else if (others.isBoolean() && !others.booleanValue()) {
                throw wrong(
                        place,
                        "There is no field '"
                                + member.getKey()
                                + "' here; there are "
                                + names(known)
                                + ".");
            }
        }
        for (var name : texts(rule.path("required"))) {
            if (!value.has(name)) {
                throw wrong(pointer, "The field '" + name + "' is missing.");
            }
        }
        checkOneOf(pointer, value, rule.path("oneOf"));
    }

    /** Only of the form that asks for one field of some. */
    private void checkOneOf(String pointer, JsonNode value, JsonNode choices) {
        var names = new ArrayList<String>();
        choices.forEach(choice -> names.addAll(texts(choice.path("required"))));
        if (!names.isEmpty() && names.stream().filter(value::has).count() != 1) {
            throw wrong(pointer, "It has exactly one of " + String.join(", ", names) + ".");
        }
    }

    private void checkArray(String pointer, JsonNode value, JsonNode rule) {
        if (value.size() < rule.path("minItems").asInt(0)) {
            throw wrong(pointer, "The list is empty.");
        }
        if (!rule.path("items").isMissingNode()) {
            for (int i = 0; i < value.size(); i++) {
                check(pointer + "/" + i, value.get(i), rule.get("items"));
            }
        }
    }

    private void checkScalar(String pointer, JsonNode value, JsonNode rule) {
        var allowed = texts(rule.path("enum"));
        if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
            throw wrong(pointer, "It must be one of " + String.join(", ", allowed) + ".");
        }
        if (rule.has("minimum") && value.asLong() < rule.get("minimum").asLong()) {
            throw wrong(pointer, "It must be " + rule.get("minimum") + " or more.");
        }
        if (rule.has("minLength") && value.asText().length() < rule.get("minLength").asInt()) {
            throw wrong(pointer, "It must not be empty.");
        }
    }

    private Stop wrong(String pointer, String sentence) {
        var field = pointer.isEmpty() ? "" : " (" + pointer + ")";
        return read.wrong(pointer, sentence + field);
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalStateException("the schema has the type " + type);
        };
    }

    private static String words(String type) {
        return switch (type) {
            case "object" -> "an object";
            case "array" -> "a list";
            case "string" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            default -> "true or false";
        };
    }

    private static String names(JsonNode properties) {
        var names = new ArrayList<String>();
        properties.fieldNames().forEachRemaining(names::add);
        return String.join(", ", names);
    }

    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        var texts = new ArrayList<String>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}

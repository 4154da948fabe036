package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.AbstractKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.RefValidator;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;

/** Makes a schema ready for use, and refuses in it what nobody could pay for. */
final class Compilation implements Counted.Reader {

    private static final int REFERENCE_CHARACTERS_MAX = 1_000;

    private final Budget budget;
    private final Expressions expressions;
    private final List<RefValidator> references = new ArrayList<>();

    private Compilation(Budget budget) {
        this.budget = budget;
        this.expressions = new Expressions(budget);
    }

    /**
     * @throws Uncheckable when it uses what is not known here, or refers to what is not there
     */
    static Schema of(JsonNode schema, Budget budget) {
        return new Compilation(budget).compiled(schema);
    }

    /** All that it refers to is read too, and there may be more references in that. */
    private Schema compiled(JsonNode schema) {
        if (schema instanceof ObjectNode members) {
            // Nothing refers to it by its name.
            members.remove("$id");
        }
        var compiled = Library.registry(budget, expressions, this).getSchema(schema);
        for (int i = 0; i < references.size(); i++) {
            resolve(references.get(i));
        }
        return compiled;
    }

    private static void resolve(RefValidator reference) {
        try {
            if (reference.getSchemaRef().getSchema() == null) {
                throw noSuchSchema(reference.getSchemaLocation());
            }
        } catch (Uncheckable uncheckable) {
            throw uncheckable;
        } catch (SchemaException | IllegalArgumentException unresolved) {
            throw noSuchSchema(reference.getSchemaLocation());
        }
    }

    @Override
    public KeywordValidator read(
            Keyword keyword,
            SchemaLocation location,
            JsonNode value,
            Schema parent,
            SchemaContext context)
            throws Exception {
        var name = keyword.getValue();
        switch (name) {
            // What is kept for these grows with all that was seen, or they lead elsewhere.
            case "unevaluatedItems",
                    "unevaluatedProperties",
                    "$id",
                    "$anchor",
                    "$dynamicAnchor",
                    "$dynamicRef" ->
                    throw new Uncheckable(
                            pointer(location),
                            "The keyword " + name + " can't be used in a schema of parameters.");
            case "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minContains",
                    "maxContains",
                    "minProperties",
                    "maxProperties" ->
                    checkCount(value, location);
            case "pattern" -> expressions.check(value.asText(), pointer(location));
            case "$ref" -> {
                return reference(location, value, parent, context);
            }
            case "patternProperties" -> {
                return patterns(location, value, parent, context);
            }
            default -> {}
        }
        return keyword.newValidator(location, value, parent, context);
    }

    private static void checkCount(JsonNode value, SchemaLocation location) {
        if (!value.isInt()) {
            throw new Uncheckable(
                    pointer(location), "It must be " + Integer.MAX_VALUE + " at most.");
        }
    }

    private RefValidator reference(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        var reference = value.asText();
        if (!reference.startsWith("#") || reference.length() > REFERENCE_CHARACTERS_MAX) {
            throw noSuchSchema(location);
        }
        var validator = new RefValidator(location, value, parent, context);
        references.add(validator);
        return validator;
    }

    private static Uncheckable noSuchSchema(SchemaLocation reference) {
        return new Uncheckable(
                pointer(reference),
                "There is no such schema in this one; nothing is fetched from elsewhere. A $ref is"
                        + " # or a place in the schema, as #/$defs/name.");
    }

    /** One by one: the library takes those of one object in the order of their addresses. */
    private KeywordValidator patterns(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        List<KeywordValidator> each = new ArrayList<>();
        for (var pattern : value.properties()) {
            expressions.check(pattern.getKey(), pointer(location.append(pattern.getKey())));
            var one = JsonNodeFactory.instance.objectNode();
            one.set(pattern.getKey(), pattern.getValue());
            each.add(KeywordType.PATTERN_PROPERTIES.newValidator(location, one, parent, context));
        }
        return new AbstractKeywordValidator(KeywordType.PATTERN_PROPERTIES, value, location) {
            @Override
            public void validate(
                    ExecutionContext check, JsonNode members, JsonNode root, NodePath place) {
                each.forEach(one -> one.validate(check, members, root, place));
            }
        };
    }

    private static String pointer(SchemaLocation location) {
        return location.getFragment().toString();
    }
}

package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * A JSON value that we carry and do not look into. Its text is canonical (no white space, keys in
 * order, numbers as written), so equal values have equal bytes whoever wrote them. There is no
 * other: what is made of a text that isn't canonical is made so, and of what is no JSON not at all.
 *
 * @param text canonical JSON
 */
public record Json(String text) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .build();

    private static final String EMPTY = "{}";

    public static final Json EMPTY_OBJECT = new Json(EMPTY);

    /**
     * @throws IllegalArgumentException when the text is not one JSON value
     */
    public Json {
        if (!text.equals(EMPTY)) {
            text = canonical(text);
        }
    }

    /**
     * @throws IllegalArgumentException when the text is not one JSON value
     */
    public static Json parse(String text) {
        return new Json(text);
    }

    /**
     * @throws IllegalArgumentException when the tree is too deep, or holds a text or a number that
     *     can't be read back
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Json of(JsonNode node) {
        return new Json(written(node));
    }

    @JsonValue
    public JsonNode tree() {
        return tree(text);
    }

    public boolean isObject() {
        return text.startsWith("{");
    }

    /** The length of the text in bytes of UTF-8. */
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** This object with the members of another laid over it, the outermost members only. */
    public Json overlaidWith(Json other) {
        if (other.equals(EMPTY_OBJECT)) {
            return this;
        }
        if (equals(EMPTY_OBJECT)) {
            return other;
        }
        var merged = ((ObjectNode) tree()).setAll((ObjectNode) other.tree());
        return of(merged);
    }

    private static String canonical(String text) {
        var canonical = written(tree(text));
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(canonical)) {
            throw new IllegalArgumentException("a text holds half of a surrogate pair");
        }
        // What is taken once is read for ever: a number of the greatest length that is allowed can
        // be longer in its canonical form, and then nobody could read the log.
        if (!canonical.equals(text) && !written(tree(canonical)).equals(canonical)) {
            throw new IllegalArgumentException("the value has no canonical form");
        }
        return canonical;
    }

    private static String written(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException tooDeep) {
            throw new IllegalArgumentException(tooDeep.getOriginalMessage(), tooDeep);
        }
    }

    private static JsonNode tree(String text) {
        try {
            var node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new IllegalArgumentException("no JSON value, the text is empty");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed.getOriginalMessage(), malformed);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

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
 * order, numbers as written), so equal values have equal bytes whoever wrote them.
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

    public static final Json EMPTY_OBJECT = new Json("{}");

    /**
     * @throws IllegalArgumentException when the text is not one JSON value
     */
    public static Json parse(String text) {
        return of(tree(text));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Json of(JsonNode node) {
        try {
            return new Json(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree can always be written", impossible);
        }
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

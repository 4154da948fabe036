package dev.orrery.commands.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.orrery.schemas.deployment.Json;
import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.reply.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads bodies strictly: what isn't understood is refused, by the field that holds it. */
final class Bodies {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(LogicalType.Textual, Bodies::onlyTexts)
                    .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
                    .build();

    private static final StreamReadConstraints LIMITS = MAPPER.getFactory().streamReadConstraints();

    /** Some editors on Windows begin a file with it. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private Bodies() {}

    /** In a list of texts, the setting above still takes numbers. */
    private static void onlyTexts(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    static <T> T read(Context http, Class<T> type) {
        return readOptional(http, type)
                .orElseThrow(() ->
                        new ApiProblem(Refusal.MALFORMED_BODY, "The body must be a JSON object."));
    }

    /** Nothing when there is no body. */
    static <T> Optional<T> readOptional(Context http, Class<T> type) {
        return parse(http.bodyAsBytes(), type);
    }

    static <T> Optional<T> parse(byte[] bytes, Class<T> type) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            var text = text(bytes);
            requireWholePairs(text);
            return Optional.ofNullable(MAPPER.readValue(text, type));
        } catch (UnrecognizedPropertyException unknown) {
            throw invalid(unknown, "There is no field '" + shown(unknown.getPropertyName()) + "'.");
        } catch (InvalidTypeIdException unknown) {
            throw invalid(unknown, "The kind is one of: " + kinds(unknown) + ".", "/kind");
        } catch (ValueInstantiationException refused) {
            throw invalid(refused, sentence(refused));
        } catch (MismatchedInputException mismatch) {
            throw invalid(mismatch, expected(mismatch));
        } catch (JsonMappingException wrong) {
            throw invalid(wrong, "It is not what is asked for.");
        } catch (StreamConstraintsException excessive) {
            throw new ApiProblem(
                    Refusal.MALFORMED_BODY,
                    "The body is nested deeper than "
                            + LIMITS.getMaxNestingDepth()
                            + " levels, or holds a number of more than "
                            + LIMITS.getMaxNumberLength()
                            + " digits or a name of more than "
                            + LIMITS.getMaxNameLength()
                            + " characters.");
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            throw new ApiProblem(
                    Refusal.MALFORMED_BODY,
                    "The body is not JSON: line "
                            + place.getLineNr()
                            + ", column "
                            + place.getColumnNr()
                            + ".");
        } catch (CharacterCodingException malformed) {
            throw new ApiProblem(Refusal.MALFORMED_BODY, "The body is not UTF-8.");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory can be read", impossible);
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Half of a surrogate pair can be written in JSON, and has no form in UTF-8 on its way on. */
    private static void requireWholePairs(String text) throws IOException {
        var encoder = StandardCharsets.UTF_8.newEncoder();
        try (var parser = MAPPER.createParser(text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                // In the name of a field the parser refuses it by itself.
                if (token == JsonToken.VALUE_STRING && !encoder.canEncode(parser.getText())) {
                    throw new ApiProblem(
                            Refusal.INVALID_COMMAND,
                            "A text can't hold half of a surrogate pair.",
                            parser.getParsingContext().pathAsPointer().toString());
                }
            }
        }
    }

    private static String expected(MismatchedInputException mismatch) {
        var type = mismatch.getTargetType();
        if (mismatch.getOriginalMessage().startsWith("Missing required")) {
            return "A required field is missing: "
                    + mismatch.getOriginalMessage().split("'", -1)[1];
        }
        if (type == null) {
            return "It has another type than is asked for.";
        }
        if (type.isEnum()) {
            return "It is one of: " + words(type) + ".";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "It must be a text.";
            case "Integer", "Long", "int", "long" -> "It must be a whole number.";
            case "Boolean", "boolean" -> "It must be true or false.";
            case "List", "ArrayList" -> "It must be a list.";
            default -> "It must be an object.";
        };
    }

    /** What a value of ours says for itself. */
    private static String sentence(ValueInstantiationException refused) {
        var cause = refused.getCause();
        boolean isOurs = !refused.getType().hasRawClass(Json.class);
        return isOurs && cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "It is not what is asked for.";
    }

    /** As the kind is written in JSON. */
    private static String words(Class<?> kind) {
        return Arrays.stream(kind.getEnumConstants())
                .map(MAPPER::valueToTree)
                .map(word -> ((JsonNode) word).asText())
                .collect(Collectors.joining(", "));
    }

    private static ApiProblem invalid(JsonMappingException wrong, String message) {
        return invalid(wrong, message, "");
    }

    private static ApiProblem invalid(JsonMappingException wrong, String message, String below) {
        var pointer = new StringBuilder();
        for (var step : wrong.getPath()) {
            var name = step.getFieldName();
            pointer.append('/')
                    .append(name == null ? String.valueOf(step.getIndex()) : shown(name));
        }
        var field = pointer.append(below).toString();
        return field.isEmpty()
                ? new ApiProblem(Refusal.MALFORMED_BODY, "The body must be a JSON object.")
                : new ApiProblem(Refusal.INVALID_COMMAND, message, field);
    }

    private static String kinds(InvalidTypeIdException unknown) {
        var names = unknown.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return names == null
                ? "none"
                : Arrays.stream(names.value())
                        .map(JsonSubTypes.Type::name)
                        .collect(Collectors.joining(", "));
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}

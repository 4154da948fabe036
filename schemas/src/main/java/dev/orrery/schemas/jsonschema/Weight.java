package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** How many steps it takes to look at a value, as {@link Budget} counts them. */
final class Weight {

    private static final int CHARACTERS_A_STEP = 32;
    private static final int DIGITS_A_STEP = 2;

    private Weight() {}

    /** The value, and that there are things in it. */
    static long of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, ARRAY, POJO -> 1L + value.size();
            case STRING, BINARY -> 1L + value.textValue().length() / CHARACTERS_A_STEP;
            case NUMBER -> value.isInt() || value.isLong() ? 1 : digits(value) / DIGITS_A_STEP + 1;
            case BOOLEAN, NULL, MISSING -> 1;
        };
    }

    private static long digits(JsonNode number) {
        var decimal = number.decimalValue();
        return (long) decimal.precision() + Math.abs(decimal.scale());
    }

    /** The value and all that is in it. */
    static long ofAll(JsonNode value) {
        long steps = of(value);
        for (var inner : value) {
            steps += ofAll(inner);
        }
        return steps;
    }

    /** To tell items apart: those of one hash are compared with each other, as in any hash set. */
    static long ofComparing(JsonNode items) {
        long steps = 0;
        Map<Integer, Integer> ofHash = new HashMap<>();
        for (var item : items) {
            steps += ofAll(item) * ofHash.merge(item.hashCode(), 1, Integer::sum);
        }
        return steps;
    }
}

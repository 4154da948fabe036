package dev.orrery.schemas.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.schemas.deployment.Json;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A value as JSON Schema sees it, where 1.0 is the integer 1, and none that is hard to look at. */
final class Tree {

    /** In each other; who looks at them calls itself for each. */
    private static final int DEPTH_MAX = 100;

    /** Numbers are written out and divided; doubles have fewer. */
    private static final int DIGITS_MAX = 400;

    private Tree() {}

    /**
     * @throws Uncheckable when it is nested too deep, or holds a number that is too long
     */
    static JsonNode of(Json value) {
        return checked(value.tree(), 0);
    }

    private static JsonNode checked(JsonNode value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Uncheckable(
                    "It is nested deeper than is checked: %d in each other.".formatted(DEPTH_MAX));
        }
        if (value instanceof ObjectNode members) {
            members.properties()
                    .forEach(member -> member.setValue(checked(member.getValue(), depth + 1)));
        }
        if (value instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                items.set(i, checked(items.get(i), depth + 1));
            }
        }
        return value.isBigDecimal() || value.isBigInteger() ? number(value) : value;
    }

    private static JsonNode number(JsonNode number) {
        var decimal = number.decimalValue();
        if (Math.abs((long) decimal.scale()) > DIGITS_MAX
                || decimal.precision() > DIGITS_MAX
                || Double.isInfinite(decimal.doubleValue())) {
            throw new Uncheckable(
                    "A number is larger than doubles are, or has more than the %d digits that are checked."
                            .formatted(DIGITS_MAX));
        }
        return isWhole(decimal) ? whole(decimal.toBigIntegerExact()) : number;
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** As it is read where it is written without a point. */
    private static JsonNode whole(BigInteger number) {
        int bits = number.bitLength() + 1;
        if (bits > Long.SIZE) {
            return BigIntegerNode.valueOf(number);
        }
        return bits > Integer.SIZE
                ? LongNode.valueOf(number.longValue())
                : IntNode.valueOf(number.intValue());
    }
}

package dev.orrery.schemas.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.schemas.deployment.RetryPolicy.Delay;
import dev.orrery.schemas.deployment.RetryPolicy.ExponentialDelay;
import dev.orrery.schemas.deployment.RetryPolicy.ListedDelays;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The delays of a retry policy as JSON: a number of seconds, a list of them, or {@code {"initial",
 * "factor", "max"}} for one that grows.
 */
final class RetryDelays {

    private static final int FACTOR_PERCENT = 200;
    private static final int MAX_SECONDS = 86_400;
    private static final int DECIMALS = 2;
    private static final Set<String> GROWING = Set.of("initial", "factor", "max");

    private RetryDelays() {}

    /** The growing delay as JSON. */
    private record Growing(int initial, BigDecimal factor, int max) {}

    static Object form(Delay delay) {
        return switch (delay) {
            case ListedDelays(var seconds) when seconds.isEmpty() -> 0;
            case ListedDelays(var seconds) when seconds.size() == 1 -> seconds.getFirst();
            case ListedDelays(var seconds) -> seconds;
            case ExponentialDelay(var initial, var factor, var max) ->
                    new Growing(initial, share(factor), max);
        };
    }

    /**
     * @throws IllegalArgumentException when it is none; says what one is
     */
    static Delay read(JsonNode json) {
        if (json.isNull()) {
            return RetryPolicy.AT_ONCE;
        }
        if (json.isArray()) {
            var seconds = new ArrayList<Integer>();
            json.forEach(each -> seconds.add(whole("delaySeconds", each)));
            return new ListedDelays(seconds);
        }
        return json.isObject()
                ? growing(json)
                : new ListedDelays(List.of(whole("delaySeconds", json)));
    }

    private static Delay growing(JsonNode json) {
        if (json.propertyStream().map(Map.Entry::getKey).anyMatch(key -> !GROWING.contains(key))) {
            throw new IllegalArgumentException(
                    "A delay that grows has 'initial', 'factor' and 'max'.");
        }
        var factor = json.path("factor");
        if (!factor.isMissingNode() && !factor.isNumber()) {
            throw new IllegalArgumentException("'factor' is a number.");
        }
        return new ExponentialDelay(
                whole("initial", json.path("initial")),
                factor.isMissingNode() ? FACTOR_PERCENT : percent("factor", factor.decimalValue()),
                json.has("max") ? whole("max", json.get("max")) : MAX_SECONDS);
    }

    private static int whole(String field, JsonNode json) {
        if (!json.isIntegralNumber() || !json.canConvertToInt()) {
            throw new IllegalArgumentException(
                    "'"
                            + field
                            + "' is a whole number of seconds"
                            + (field.equals("delaySeconds")
                                    ? ", a list of them, or an object with 'initial'."
                                    : "."));
        }
        return json.intValue();
    }

    /**
     * @param field for the message
     * @throws IllegalArgumentException when it has more decimals, or is too large
     */
    static int percent(String field, BigDecimal share) {
        boolean fits =
                (long) share.precision() - share.scale() <= 6
                        && share.stripTrailingZeros().scale() <= DECIMALS;
        if (!fits) {
            throw new IllegalArgumentException(
                    "'" + field + "' is a number with two decimals at most.");
        }
        return share.movePointRight(DECIMALS).intValueExact();
    }

    static BigDecimal share(int percent) {
        var share = BigDecimal.valueOf(percent, DECIMALS).stripTrailingZeros();
        return share.scale() < 0 ? share.setScale(0) : share;
    }
}

package dev.orrery.flows.type;

import dev.orrery.flows.json.Json;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Java's values as JSON. */
public final class ToJson {

    private static final int DEPTH_MAX = 100;

    private ToJson() {}

    /**
     * @param key what an error names, such as {@code parameters.since}
     * @throws Unfit when the value can't be JSON
     */
    public static Json of(@Nullable Object value, String key) {
        return of(value, key, 0);
    }

    private static Json of(@Nullable Object value, String key, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Unfit(
                    "'"
                            + key
                            + "' is nested more than "
                            + DEPTH_MAX
                            + " levels deep, or in itself.");
        }
        return switch (value) {
            case null -> Json.NULL;
            case Json json -> json;
            case Boolean bool -> Json.of(bool);
            case Byte _, Short _, Integer _, Long _, BigInteger _ -> new Json.Num(value.toString());
            case Double number -> decimal(number, key);
            // By its own digits: 0.1f is 0.1 and not the double next to it.
            case Float number -> decimal(Double.parseDouble(number.toString()), key);
            case BigDecimal _, UUID _, Path _, Duration _ -> Json.of(value.toString());
            case CharSequence text -> text(text.toString(), key);
            case Character text -> text(text.toString(), key);
            case Enum<?> constant -> Json.of(constant.name());
            case Temporal time -> Json.of(Times.text(time, key));
            case Optional<?> optional -> of(optional.orElse(null), key, depth + 1);
            case Map<?, ?> map -> object(map, key, depth);
            case Set<?> set -> set(set, key, depth);
            case Collection<?> items -> array(items, key, depth);
            case Record structure -> structure(structure, key, depth);
            default -> {
                if (value.getClass().isArray()) {
                    yield array(items(value), key, depth);
                }
                throw new Unfit(
                        "'%s' is of the type %s, which can't be written as JSON."
                                .formatted(key, value.getClass().getSimpleName()));
            }
        };
    }

    /** As Python writes it: the same number is then the same text. */
    private static Json decimal(double number, String key) {
        if (!Double.isFinite(number)) {
            throw new Unfit("'" + key + "' is " + number + ", which JSON can't hold.");
        }
        if (number == 0) {
            return new Json.Num(1 / number < 0 ? "-0.0" : "0.0");
        }
        var digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return new Json.Num(digits.toPlainString() + (digits.scale() <= 0 ? ".0" : ""));
        }
        var mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
        return new Json.Num(
                "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent)));
    }

    private static Json text(String text, String key) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new Unfit("'" + key + "' is text that is not Unicode.");
        }
        return Json.of(text);
    }

    private static Json object(Map<?, ?> map, String key, int depth) {
        var members = new TreeMap<String, Json>();
        map.forEach((name, value) -> {
            String text = name(name, key);
            members.put(text, of(value, key + "." + text, depth + 1));
        });
        return new Json.Obj(members);
    }

    private static String name(@Nullable Object name, String key) {
        return switch (name) {
            case Enum<?> constant -> constant.name();
            case String text -> text;
            case UUID id -> id.toString();
            case Path path -> path.toString();
            case null, default ->
                    throw new Unfit(
                            "'" + key + "' has the key " + name + ", and in JSON keys are text.");
        };
    }

    private static Json array(Collection<?> items, String key, int depth) {
        var values = new ArrayList<Json>();
        for (var item : items) {
            values.add(of(item, key + "[" + values.size() + "]", depth + 1));
        }
        return new Json.Array(values);
    }

    /** A set has no order of its own, and must have one to be equal to itself. */
    private static Json set(Set<?> set, String key, int depth) {
        var values = new ArrayList<Json>();
        set.forEach(item -> values.add(of(item, key, depth + 1)));
        values.sort(Comparator.comparing(Json::toString));
        return new Json.Array(values);
    }

    private static List<@Nullable Object> items(Object array) {
        var items = new ArrayList<@Nullable Object>();
        for (int i = 0; i < Array.getLength(array); i++) {
            items.add(Array.get(array, i));
        }
        return items;
    }

    private static Json structure(Record structure, String key, int depth) {
        var members = new TreeMap<String, Json>();
        for (var component : structure.getClass().getRecordComponents()) {
            var value = read(component, structure, key);
            members.put(component.getName(), of(value, key + "." + component.getName(), depth + 1));
        }
        return new Json.Obj(members);
    }

    private static @Nullable Object read(RecordComponent component, Record of, String key) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(of);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new Unfit(
                    "'%s.%s' can't be read: %s".formatted(key, component.getName(), unreadable));
        }
    }
}

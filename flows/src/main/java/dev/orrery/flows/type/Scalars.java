package dev.orrery.flows.type;

import dev.orrery.flows.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON as values that have no parts. */
final class Scalars {

    /** An exponent of a million is three bytes of JSON and a megabyte of digits. */
    private static final int EXPONENT_MAX = 1_000;

    /**
     * @param wanted for an error, with its article
     */
    private record Scalar(String wanted, Function<Json, @Nullable Object> read) {}

    private static final Map<Class<?>, Scalar> KNOWN = known();

    private Scalars() {}

    private static Map<Class<?>, Scalar> known() {
        var known = new HashMap<Class<?>, Scalar>();
        var truth = new Scalar("true or false", v -> v instanceof Json.Bool b ? b.value() : null);
        known.put(boolean.class, truth);
        known.put(Boolean.class, truth);
        whole(known, byte.class, Byte.class, BigInteger::byteValueExact);
        whole(known, short.class, Short.class, BigInteger::shortValueExact);
        whole(known, int.class, Integer.class, BigInteger::intValueExact);
        whole(known, long.class, Long.class, BigInteger::longValueExact);
        whole(known, BigInteger.class, BigInteger.class, i -> i);
        number(known, float.class, Float.class, BigDecimal::floatValue);
        number(known, double.class, Double.class, BigDecimal::doubleValue);
        known.put(BigDecimal.class, new Scalar("a number", Scalars::decimal));
        text(known, String.class, "a text", t -> t);
        text(known, CharSequence.class, "a text", t -> t);
        for (var type : new Class<?>[] {char.class, Character.class}) {
            text(known, type, "one character", t -> t.length() == 1 ? t.charAt(0) : null);
        }
        text(known, UUID.class, "a UUID", UUID::fromString);
        text(known, Path.class, "a path", Path::of);
        text(known, Duration.class, "a duration such as PT1H30M", Duration::parse);
        text(known, LocalDate.class, "a date such as 2026-11-22", LocalDate::parse);
        text(known, LocalTime.class, "a time such as 08:00:00", LocalTime::parse);
        text(
                known,
                LocalDateTime.class,
                "a time such as 2026-11-22T08:00:00",
                LocalDateTime::parse);
        String zoned = "a time such as 2026-11-22T08:00:00Z";
        text(known, Instant.class, zoned, Scalars::instant);
        text(known, OffsetDateTime.class, zoned, OffsetDateTime::parse);
        text(known, ZonedDateTime.class, zoned, ZonedDateTime::parse);
        return Map.copyOf(known);
    }

    private static void whole(
            Map<Class<?>, Scalar> known,
            Class<?> primitive,
            Class<?> boxed,
            Function<BigInteger, Object> narrow) {
        var scalar =
                new Scalar(
                        "a whole number" + (primitive.isPrimitive() ? " (" + primitive + ")" : ""),
                        v -> v instanceof Json.Num n ? narrow.apply(exact(n)) : null);
        known.put(primitive, scalar);
        known.put(boxed, scalar);
    }

    private static void number(
            Map<Class<?>, Scalar> known,
            Class<?> primitive,
            Class<?> boxed,
            Function<BigDecimal, Object> narrow) {
        var scalar =
                new Scalar(
                        "a number",
                        v -> v instanceof Json.Num n ? narrow.apply(n.decimal()) : null);
        known.put(primitive, scalar);
        known.put(boxed, scalar);
    }

    private static void text(
            Map<Class<?>, Scalar> known,
            Class<?> type,
            String wanted,
            Function<String, @Nullable Object> parse) {
        known.put(
                type,
                new Scalar(wanted, v -> v instanceof Json.Text t ? parse.apply(t.value()) : null));
    }

    private static BigInteger exact(Json.Num number) {
        var decimal = number.decimal();
        if (Math.abs((long) decimal.scale()) > EXPONENT_MAX) {
            throw new ArithmeticException("the exponent is too large");
        }
        return decimal.toBigIntegerExact();
    }

    /** As a text too: that is how exact numbers travel. */
    private static @Nullable Object decimal(Json value) {
        return switch (value) {
            case Json.Num number -> number.decimal();
            case Json.Text text -> new BigDecimal(text.value());
            case Json.Nothing _, Json.Bool _, Json.Array _, Json.Obj _ -> null;
        };
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /**
     * @return nothing where the type is none of these
     */
    static @Nullable Object read(Class<?> type, Json value, String key) {
        if (type.isEnum()) {
            return constant(type, value, key);
        }
        var scalar = KNOWN.get(type);
        if (scalar == null) {
            return null;
        }
        try {
            var read = scalar.read().apply(value);
            if (read != null) {
                return read;
            }
        } catch (ArithmeticException | DateTimeException | IllegalArgumentException _) {
            // Said below, in one way for all of them.
        }
        throw wrong(scalar.wanted(), value, key);
    }

    static String wanted(Class<?> type) {
        var scalar = KNOWN.get(type);
        return scalar == null ? "a " + type.getSimpleName() : scalar.wanted();
    }

    private static Object constant(Class<?> type, Json value, String key) {
        var names = Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
        if (value instanceof Json.Text(String name) && names.contains(name)) {
            return type.getEnumConstants()[names.indexOf(name)];
        }
        throw wrong("one of " + String.join(", ", names), value, key);
    }

    static Object natural(Json.Num number) {
        String text = number.text();
        boolean fraction = text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
        if (fraction) {
            return number.decimal().doubleValue();
        }
        var whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    static Unfit wrong(String wanted, Json value, String key) {
        String text = value.toString();
        String shown = text.length() <= 100 ? text : text.substring(0, 100) + "...";
        return new Unfit("'%s' must be %s, and not %s.".formatted(key, wanted, shown));
    }
}

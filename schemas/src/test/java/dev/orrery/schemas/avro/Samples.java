package dev.orrery.schemas.avro;

import dev.orrery.schemas.deployment.Json;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values of every contract record, made from its components: with all set, and with none. */
final class Samples {

    private enum Optionals {
        SET,
        ABSENT
    }

    private Samples() {}

    /** Several values of each record of the type; each branch of a union in it appears once. */
    static List<Object> of(Class<?> type) {
        return Derivation.leaves(type)
                .flatMap(record ->
                        Arrays.stream(Optionals.values())
                                .flatMap(optionals ->
                                        IntStream.range(0, 4)
                                                .mapToObj(seed -> record(record, seed, optionals))))
                .toList();
    }

    private static Object record(Class<?> type, int seed, Optionals optionals) {
        var values = new ArrayList<@Nullable Object>();
        for (RecordComponent component : type.getRecordComponents()) {
            var place = Place.of(component);
            values.add(
                    place.nullable() && optionals == Optionals.ABSENT
                            ? null
                            : value(place, seed, optionals));
        }
        return Members.of(type).make(values.toArray());
    }

    private static Object value(Place place, int seed, Optionals optionals) {
        Class<?> type = place.raw();
        if (type == List.class) {
            return IntStream.range(0, seed)
                    .mapToObj(i -> value(place.argument(0), seed + i, optionals))
                    .toList();
        }
        if (type.isEnum()) {
            var constants = type.getEnumConstants();
            return constants[seed % constants.length];
        }
        if (type == Json.class) {
            return Json.parse("{\"text\":\"" + plain(String.class, seed) + "\"}");
        }
        if (type.isRecord()) {
            return record(type, seed, optionals);
        }
        if (Derivation.isUnion(type)) {
            var leaves = Derivation.leaves(type).toList();
            return record(leaves.get(seed % leaves.size()), seed, optionals);
        }
        return plain(type, seed);
    }

    private static Object plain(Type type, int seed) {
        return switch (type.getTypeName()) {
            case "int", "java.lang.Integer" -> seed * 1_000_003 - 7;
            case "long", "java.lang.Long" -> seed * 1_000_000_000_007L - 7;
            case "boolean" -> seed % 2 == 0;
            case "java.lang.String" -> "text " + seed + " \u00e9\u4e16\ud83d\ude80";
            case "java.util.UUID" -> new UUID(0x8000L + seed, ~seed);
            case "java.time.Instant" -> Instant.ofEpochMilli(1_790_000_000_123L * seed);
            case "java.nio.ByteBuffer" -> ByteBuffer.wrap(new byte[seed]);
            case "java.util.Map" -> seed == 0 ? Map.of() : Map.of("A" + seed, "b", "C", "");
            default -> throw new AssertionError("no sample of " + type);
        };
    }
}

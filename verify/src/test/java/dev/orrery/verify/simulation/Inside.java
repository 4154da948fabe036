package dev.orrery.verify.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what objects keep to themselves. */
final class Inside {

    private static final String OURS = "dev.orrery.commands.";

    private Inside() {}

    /** What a field holds, or a field of that, and so on. */
    static Object of(Object owner, String... path) {
        var at = owner;
        for (var name : path) {
            at = Objects.requireNonNull(read(at, field(at, name)));
        }
        return at;
    }

    /**
     * As text, the same for what means the same: neither the order of a set nor a count of nothing
     * makes a difference.
     */
    static String shape(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .filter(entry -> !Objects.equals(entry.getValue(), 0))
                            .map(entry -> shape(entry.getKey()) + "=" + shape(entry.getValue()))
                            .sorted()
                            .toList()
                            .toString();
            case List<?> list -> list.stream().map(Inside::shape).toList().toString();
            case Collection<?> set -> set.stream().map(Inside::shape).sorted().toList().toString();
            case Object ours when isOurs(ours) -> fields(ours);
            case Object other -> other.toString();
        };
    }

    private static boolean isOurs(Object value) {
        return value.getClass().getName().startsWith(OURS) && !(value instanceof Enum);
    }

    private static String fields(Object value) {
        return Stream.of(value.getClass().getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getName() + "=" + shape(read(value, field)))
                .collect(Collectors.joining(", ", value.getClass().getSimpleName() + "(", ")"));
    }

    private static Field field(Object owner, String name) {
        try {
            return owner.getClass().getDeclaredField(name);
        } catch (NoSuchFieldException renamed) {
            throw new IllegalStateException(
                    owner.getClass() + " has no field " + name + "; say where that is now",
                    renamed);
        }
    }

    private static @Nullable Object read(Object owner, Field field) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
    }
}

package dev.orrery.flows.type;

import dev.orrery.flows.json.Json;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** JSON as values of Java's types. */
public final class FromJson {

    private FromJson() {}

    /**
     * @param key what an error names, such as {@code since} or {@code window.from}
     * @return null for null alone
     * @throws Unfit when the value is not what the type asks for
     */
    public static @Nullable Object to(Type type, Json value, String key) {
        return switch (type) {
            case Class<?> plain -> plain(plain, new Type[0], value, key);
            case ParameterizedType generic ->
                    plain(
                            (Class<?>) generic.getRawType(),
                            generic.getActualTypeArguments(),
                            value,
                            key);
            case GenericArrayType array -> array(array.getGenericComponentType(), value, key);
            case WildcardType some -> to(some.getUpperBounds()[0], value, key);
            default -> natural(value);
        };
    }

    private static @Nullable Object plain(Class<?> type, Type[] arguments, Json value, String key) {
        if (Optional.class.equals(type)) {
            return Optional.ofNullable(to(argument(arguments, 0), value, key));
        }
        if (value.equals(Json.NULL)) {
            if (type.isPrimitive()) {
                throw new Unfit(
                        "'" + key + "' must be " + Scalars.wanted(type) + ", and not null.");
            }
            return null;
        }
        if (Json.class.isAssignableFrom(type) && type.isInstance(value)) {
            return value;
        }
        var scalar = Scalars.read(type, value, key);
        if (scalar != null) {
            return scalar;
        }
        if (type.isArray()) {
            return array(type.getComponentType(), value, key);
        }
        if (type.isRecord()) {
            return structure(type, value, key);
        }
        if (Map.class.isAssignableFrom(type)) {
            return checked(type, map(arguments, value, key), key);
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return checked(type, items(type, arguments, value, key), key);
        }
        return checked(type, natural(value), key);
    }

    private static Object checked(Class<?> type, @Nullable Object value, String key) {
        if (value == null || !type.isInstance(value)) {
            throw new Unfit(
                    "'%s' has the type %s, which can't be made of JSON."
                            .formatted(key, type.getSimpleName()));
        }
        return value;
    }

    private static Type argument(Type[] arguments, int i) {
        return i < arguments.length ? arguments[i] : Object.class;
    }

    private static Collection<@Nullable Object> items(
            Class<?> type, Type[] arguments, Json value, String key) {
        var items = new ArrayList<@Nullable Object>();
        for (var item : array(value, key)) {
            items.add(to(argument(arguments, 0), item, key + "[" + items.size() + "]"));
        }
        if (SortedSet.class.isAssignableFrom(type)) {
            return new TreeSet<>(items);
        }
        return Set.class.isAssignableFrom(type)
                ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
                : type.isAssignableFrom(ArrayList.class) && !type.isInterface()
                        ? items
                        : Collections.unmodifiableList(items);
    }

    private static Map<Object, @Nullable Object> map(Type[] arguments, Json value, String key) {
        if (!(value instanceof Json.Obj object)) {
            throw Scalars.wrong("an object", value, key);
        }
        var map = new LinkedHashMap<Object, @Nullable Object>();
        object.members()
                .forEach((name, member) -> {
                    var place = key + "." + name;
                    var named = to(argument(arguments, 0), Json.of(name), place);
                    map.put(
                            named == null ? name : named,
                            to(argument(arguments, 1), member, place));
                });
        return Collections.unmodifiableMap(map);
    }

    private static Object array(Type of, Json value, String key) {
        var items = array(value, key);
        var array = Array.newInstance(raw(of), items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, to(of, items.get(i), key + "[" + i + "]"));
        }
        return array;
    }

    private static List<Json> array(Json value, String key) {
        if (value instanceof Json.Array array) {
            return array.items();
        }
        throw Scalars.wrong("an array", value, key);
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static Object structure(Class<?> type, Json value, String key) {
        if (!(value instanceof Json.Obj object)) {
            throw Scalars.wrong("an object", value, key);
        }
        var components = type.getRecordComponents();
        var arguments = new @Nullable Object[components.length];
        var types = new Class<?>[components.length];
        var unknown = new TreeMap<>(object.members());
        for (int i = 0; i < components.length; i++) {
            var component = components[i];
            var place = key + "." + component.getName();
            var member = object.get(component.getName());
            if (member == null && !Schema.isOptional(component)) {
                throw new Unfit("'" + place + "' is missing.");
            }
            unknown.remove(component.getName());
            types[i] = component.getType();
            arguments[i] =
                    to(component.getGenericType(), member == null ? Json.NULL : member, place);
        }
        if (!unknown.isEmpty()) {
            throw new Unfit(
                    "There is no '%s.%s'; there is %s."
                            .formatted(
                                    key,
                                    unknown.firstKey(),
                                    String.join(
                                            ", ",
                                            Arrays.stream(components)
                                                    .map(c -> c.getName())
                                                    .toList())));
        }
        return made(type, types, arguments, key);
    }

    private static Object made(
            Class<?> type, Class<?>[] types, @Nullable Object[] arguments, String key) {
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            var cause = refused.getCause();
            throw new Unfit("'%s' is refused: %s".formatted(key, cause == null ? refused : cause));
        } catch (ReflectiveOperationException impossible) {
            throw new Unfit("'%s' can't be made: %s".formatted(key, impossible));
        }
    }

    /** What nobody named a type for, in the types that come closest. */
    private static @Nullable Object natural(Json value) {
        return switch (value) {
            case Json.Nothing _ -> null;
            case Json.Bool bool -> bool.value();
            case Json.Text text -> text.value();
            case Json.Num number -> Scalars.natural(number);
            case Json.Array array -> {
                var items = new ArrayList<@Nullable Object>();
                array.items().forEach(item -> items.add(natural(item)));
                yield Collections.unmodifiableList(items);
            }
            case Json.Obj object -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                object.members().forEach((name, member) -> map.put(name, natural(member)));
                yield Collections.unmodifiableMap(map);
            }
        };
    }
}

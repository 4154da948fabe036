package dev.orrery.flows.type;

import dev.orrery.flows.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes JSON Schemas (2020-12) of types; records go to {@code $defs}, since one may hold itself. A
 * type that is not known accepts anything: a wrong "no" would be worse than none.
 */
public final class Schema {

    private static final Json.Obj INTEGER = Json.object("type", "integer");
    private static final Json.Obj NUMBER = Json.object("type", "number");
    private static final Json.Obj STRING = Json.object("type", "string");
    private static final Json.Obj BOOLEAN = Json.object("type", "boolean");
    private static final Json.Obj DATE_TIME = STRING.with("format", "date-time");

    private static final Map<Class<?>, Json.Obj> SCALARS = scalars();

    private final TreeMap<String, Json> definitions = new TreeMap<>();
    private final Map<String, Class<?>> classes = new HashMap<>();

    private static Map<Class<?>, Json.Obj> scalars() {
        var known = new HashMap<Class<?>, Json.Obj>();
        for (var type :
                List.of(
                        byte.class,
                        short.class,
                        int.class,
                        long.class,
                        Byte.class,
                        Short.class,
                        Integer.class,
                        Long.class,
                        BigInteger.class)) {
            known.put(type, INTEGER);
        }
        for (var type : List.of(float.class, double.class, Float.class, Double.class)) {
            known.put(type, NUMBER);
        }
        for (var type : List.of(char.class, Character.class, String.class, CharSequence.class)) {
            known.put(type, STRING);
        }
        for (var type :
                List.of(
                        Instant.class,
                        OffsetDateTime.class,
                        ZonedDateTime.class,
                        LocalDateTime.class)) {
            known.put(type, DATE_TIME);
        }
        known.put(boolean.class, BOOLEAN);
        known.put(Boolean.class, BOOLEAN);
        known.put(LocalDate.class, STRING.with("format", "date"));
        known.put(LocalTime.class, STRING.with("format", "time"));
        known.put(Duration.class, STRING.with("format", "duration"));
        known.put(UUID.class, STRING.with("format", "uuid"));
        known.put(Path.class, STRING.with("format", "path"));
        known.put(BigDecimal.class, Json.object("anyOf", Json.array(NUMBER, STRING)));
        return Map.copyOf(known);
    }

    /** What the schemas that were written so far refer to. */
    public Json.Obj definitions() {
        return new Json.Obj(definitions);
    }

    public Json.Obj of(Type type) {
        return switch (type) {
            case Class<?> plain -> plain(plain);
            case ParameterizedType generic ->
                    generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
            case GenericArrayType array -> array(array.getGenericComponentType());
            default -> Json.EMPTY;
        };
    }

    /** The schema of what may also be null. */
    public Json.Obj orNull(Json.Obj schema) {
        if (schema.members().isEmpty()) {
            return schema;
        }
        var nothing = Json.object("type", "null");
        var options = new ArrayList<Json>();
        if (schema.members().size() == 1 && schema.get("anyOf") instanceof Json.Array some) {
            options.addAll(some.items());
        } else {
            options.add(schema);
        }
        if (!options.contains(nothing)) {
            options.add(nothing);
        }
        return Json.object("anyOf", new Json.Array(options));
    }

    /**
     * Whether somebody's annotation of that name is on it: there are a dozen, all mean the same.
     */
    public static boolean isNullable(AnnotatedElement declared, AnnotatedType type) {
        return Arrays.stream(declared.getAnnotations()).anyMatch(Schema::saysNullable)
                || Arrays.stream(type.getAnnotations()).anyMatch(Schema::saysNullable);
    }

    private static boolean saysNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }

    private Json.Obj plain(Class<?> type) {
        var scalar = SCALARS.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isArray()) {
            return array(type.getComponentType());
        }
        if (type.isEnum()) {
            var names =
                    Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
            return Json.object("enum", Json.texts(names));
        }
        return type.isRecord() ? reference(type) : generic(type, new Type[0]);
    }

    private Json.Obj generic(Class<?> type, Type[] arguments) {
        if (Optional.class.equals(type)) {
            return arguments.length == 1 ? orNull(of(arguments[0])) : Json.EMPTY;
        }
        if (Map.class.isAssignableFrom(type)) {
            var values = arguments.length == 2 ? of(arguments[1]) : Json.EMPTY;
            return with(Json.object("type", "object"), "additionalProperties", values);
        }
        if (Iterable.class.isAssignableFrom(type) && !Path.class.isAssignableFrom(type)) {
            var array = array(arguments.length == 1 ? arguments[0] : Object.class);
            return Set.class.isAssignableFrom(type)
                    ? array.with("uniqueItems", Json.of(true))
                    : array;
        }
        return type.isRecord() ? reference(type) : Json.EMPTY;
    }

    private Json.Obj array(Type items) {
        return with(Json.object("type", "array"), "items", of(items));
    }

    private static Json.Obj with(Json.Obj schema, String name, Json.Obj part) {
        return part.members().isEmpty() ? schema : schema.with(name, part);
    }

    private Json.Obj reference(Class<?> type) {
        String name = type.getSimpleName();
        if (classes.getOrDefault(name, type) != type) {
            name = type.getName().replace('$', '.');
        }
        if (classes.putIfAbsent(name, type) == null) {
            // Holds the place while it refers to itself.
            definitions.put(name, Json.EMPTY);
            definitions.put(name, structure(type));
        }
        return Json.object("$ref", "#/$defs/" + name);
    }

    private Json.Obj structure(Class<?> type) {
        var properties = Json.EMPTY;
        var required = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            var schema = of(component.getGenericType());
            if (isOptional(component)) {
                properties =
                        properties.with(
                                component.getName(), orNull(schema).with("default", Json.NULL));
            } else {
                properties = properties.with(component.getName(), schema);
                required.add(component.getName());
            }
        }
        var schema = Json.object("type", "object").with("properties", properties);
        return required.isEmpty() ? schema : schema.with("required", Json.texts(required));
    }

    static boolean isOptional(RecordComponent component) {
        return Optional.class.equals(component.getType())
                || isNullable(component, component.getAnnotatedType());
    }
}

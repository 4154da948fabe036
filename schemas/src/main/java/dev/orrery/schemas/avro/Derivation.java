package dev.orrery.schemas.avro;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Finds the Avro schema of a record, or of a sealed interface of records, by its components. */
final class Derivation {

    private static final String CONTRACTS = "dev.orrery.schemas.";

    // In the order in which they are complete: what a type is made of comes before it.
    private final Map<Class<?>, Schema> named = new LinkedHashMap<>();
    private final Set<Class<?>> begun = new HashSet<>();

    Schema root(Class<?> type) {
        return type.isRecord() ? record(type) : union(type);
    }

    /** The types that have a name in Avro, each after those that it is made of. */
    List<Class<?>> namedTypes() {
        return List.copyOf(named.keySet());
    }

    Schema of(Place place) {
        var schema = plain(place);
        if (!place.nullable()) {
            return schema;
        }
        var branches = new ArrayList<Schema>();
        branches.add(Schema.create(Schema.Type.NULL));
        branches.addAll(schema.isUnion() ? schema.getTypes() : List.of(schema));
        return Schema.createUnion(branches);
    }

    private Schema plain(Place place) {
        var type = place.raw();
        var scalar = Scalar.of(type);
        if (scalar != null) {
            return scalar.schema();
        }
        if (type == List.class) {
            return Schema.createArray(of(place.argument(0)));
        }
        if (type == Map.class && place.argument(0).type() == String.class) {
            return Schema.createMap(of(place.argument(1)));
        }
        if (type.isEnum()) {
            return enumeration(type);
        }
        if (type.isRecord()) {
            return isWrapper(type) ? of(onlyPlace(type)) : record(type);
        }
        if (isUnion(type)) {
            return union(type);
        }
        throw place.unknown();
    }

    /** Whether a record of this type is just a name for its only component: ids, fences, JSON. */
    boolean isWrapper(Class<?> type) {
        if (type.getRecordComponents().length != 1) {
            return false;
        }
        begin(type);
        var inner = of(onlyPlace(type));
        begun.remove(type);
        return inner.getType() != Schema.Type.RECORD && !inner.isUnion();
    }

    private static Place onlyPlace(Class<?> wrapper) {
        return Place.of(wrapper.getRecordComponents()[0]);
    }

    private Schema union(Class<?> sealed) {
        var branches = new ArrayList<Schema>();
        leaves(sealed).forEach(leaf -> branches.add(record(leaf)));
        return Schema.createUnion(branches);
    }

    static boolean isUnion(Class<?> type) {
        // An enum whose constants have bodies is sealed too.
        return type.isInterface() && type.isSealed();
    }

    /** The records of a sealed interface, those of the interfaces under it too. */
    static Stream<Class<?>> leaves(Class<?> type) {
        if (type.isRecord()) {
            return Stream.of(type);
        }
        if (!isUnion(type)) {
            throw new IllegalArgumentException(
                    type.getName() + " is neither a record nor a sealed interface of records");
        }
        return Arrays.stream(type.getPermittedSubclasses()).flatMap(Derivation::leaves);
    }

    private Schema record(Class<?> type) {
        var known = named.get(type);
        if (known != null) {
            return known;
        }
        begin(type);
        var fields = new ArrayList<Schema.Field>();
        for (RecordComponent component : type.getRecordComponents()) {
            var place = Place.of(component);
            fields.add(
                    place.nullable()
                            ? new Schema.Field(
                                    component.getName(), of(place), null, JsonProperties.NULL_VALUE)
                            : new Schema.Field(component.getName(), of(place)));
        }
        var schema =
                Schema.createRecord(type.getSimpleName(), null, namespace(type), false, fields);
        begun.remove(type);
        named.put(type, schema);
        return schema;
    }

    private void begin(Class<?> type) {
        if (!begun.add(type)) {
            throw new IllegalArgumentException(type.getName() + " contains itself");
        }
    }

    private Schema enumeration(Class<?> type) {
        return named.computeIfAbsent(
                type,
                _ -> {
                    var symbols =
                            Arrays.stream(type.getEnumConstants())
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .toList();
                    return Schema.createEnum(type.getSimpleName(), null, namespace(type), symbols);
                });
    }

    static String fullName(Class<?> type) {
        return namespace(type) + "." + type.getSimpleName();
    }

    /**
     * A contract's name must not tell how our classes are nested; of the rest, two types of one
     * package may have the same simple name.
     */
    private static String namespace(Class<?> type) {
        var inPackage = type.getPackageName();
        if (inPackage.startsWith(CONTRACTS)) {
            return "dev.orrery." + inPackage.substring(CONTRACTS.length());
        }
        var outer = type.getEnclosingClass();
        return outer == null ? inPackage : namespace(outer) + "." + outer.getSimpleName();
    }
}

package dev.orrery.schemas.avro;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Finds for a Java type and an Avro schema the shape that joins them, once, at the start. Whatever
 * does not fit is an error there, which names both sides.
 */
final class Binding {

    private Binding() {}

    /** The shape of a record, or of a sealed interface of records, in a schema. */
    static Shape<?> root(Class<?> type, Schema schema) {
        if (type.isRecord()) {
            return record(type, schema);
        }
        var branches = new HashMap<String, Class<?>>();
        Derivation.leaves(type).forEach(leaf -> branches.put(Derivation.fullName(leaf), leaf));
        return union(type.getSimpleName(), branches, schema);
    }

    private static Shape<?> bind(Place place, Schema schema) {
        if (place.nullable()) {
            return nullable(place, schema);
        }
        var type = place.raw();
        var scalar = Scalar.of(type);
        if (scalar != null) {
            require(scalar.matches(schema), place, schema);
            return scalar.shape();
        }
        return switch (schema.getType()) {
            case ARRAY -> {
                if (type == List.class) {
                    yield new ListShape(item(place, 0, schema.getElementType()));
                }
                yield wrapper(place, schema);
            }
            case MAP -> {
                if (type == Map.class) {
                    yield new MapShape(item(place, 1, schema.getValueType()));
                }
                yield wrapper(place, schema);
            }
            case UNION -> {
                require(Derivation.isUnion(type), place, schema);
                yield root(type, schema);
            }
            case RECORD -> {
                require(type.isRecord(), place, schema);
                yield record(type, schema);
            }
            case ENUM -> {
                if (type.isEnum()) {
                    yield EnumShape.of(place, type, schema);
                }
                yield wrapper(place, schema);
            }
            default -> wrapper(place, schema);
        };
    }

    private static Shape<@Nullable Object> item(Place place, int argument, Schema schema) {
        return Shape.untyped(bind(place.argument(argument), schema));
    }

    private static Shape<?> nullable(Place place, Schema schema) {
        require(schema.isUnion() && schema.isNullable(), place, schema);
        var branches = new ArrayList<>(schema.getTypes());
        int none = branches.indexOf(Schema.create(Schema.Type.NULL));
        var present = new Place(place.where(), place.type(), false);
        if (!Derivation.isUnion(place.raw())) {
            require(branches.size() == 2, place, schema);
            int some = 1 - none;
            return new NullableShape(none, some, untyped(present, branches.get(some)));
        }
        return root(place.raw(), schema);
    }

    private static Shape<@Nullable Object> untyped(Place place, Schema schema) {
        return Shape.untyped(bind(place, schema));
    }

    private static Shape<?> wrapper(Place place, Schema schema) {
        var type = place.raw();
        require(type.isRecord() && type.getRecordComponents().length == 1, place, schema);
        var members = Members.of(type);
        var inner = Place.of(type.getRecordComponents()[0]);
        return new WrapperShape(members, untyped(inner, schema));
    }

    private static RecordShape record(Class<?> type, Schema schema) {
        var place = new Place(type.getSimpleName(), type, false);
        require(schema.getType() == Schema.Type.RECORD, place, schema);
        require(schema.getFullName().equals(Derivation.fullName(type)), place, schema);
        var members = Members.of(type);
        var components = type.getRecordComponents();
        var fields = new RecordShape.Field[components.length];
        if (schema.getFields().size() != components.length) {
            throw new IllegalArgumentException(differ(type, schema));
        }
        for (int i = 0; i < components.length; i++) {
            var field = schema.getField(components[i].getName());
            if (field == null) {
                throw new IllegalArgumentException(differ(type, schema));
            }
            var shape = untyped(Place.of(components[i]), field.schema());
            fields[field.pos()] = new RecordShape.Field(field.name(), i, shape);
        }
        return new RecordShape(members, fields);
    }

    private static Shape<?> union(String where, Map<String, Class<?>> types, Schema schema) {
        var place = new Place(where, Object.class, false);
        require(schema.isUnion(), place, schema);
        var branches = new ArrayList<@Nullable RecordShape>();
        var byType = new HashMap<Class<?>, Integer>();
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() == Schema.Type.NULL) {
                branches.add(null);
                continue;
            }
            var type = types.get(branch.getFullName());
            if (type == null) {
                throw new IllegalArgumentException(
                        where + " has no record for the branch " + branch.getFullName());
            }
            byType.put(type, branches.size());
            branches.add(record(type, branch));
        }
        if (byType.size() != types.size()) {
            throw new IllegalArgumentException(
                    where + " has the records " + types.keySet() + ", the schema only " + schema);
        }
        return new UnionShape(where, byType, branches);
    }

    private static String differ(Class<?> type, Schema schema) {
        var components = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            components.add(component.getName());
        }
        return "The record "
                + type.getName()
                + " has the components "
                + components
                + ", its schema "
                + schema.getFullName()
                + " the fields "
                + schema.getFields().stream().map(Schema.Field::name).toList();
    }

    private static void require(boolean fits, Place place, Schema schema) {
        if (!fits) {
            throw new IllegalArgumentException(mismatch(place, schema));
        }
    }

    private static String mismatch(Place place, Schema schema) {
        Type type = place.type();
        var name = type instanceof Class<?> plain ? plain.getName() : type.getTypeName();
        return place.where()
                + " is "
                + (place.nullable() ? "a nullable " : "a ")
                + name
                + " in Java, and in Avro "
                + schema;
    }
}

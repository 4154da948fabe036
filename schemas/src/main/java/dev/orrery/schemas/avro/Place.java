package dev.orrery.schemas.avro;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A Java type where it stands, so that what does not fit can be named.
 *
 * @param where record and component, for people
 * @param type the type of its values
 * @param nullable whether there may be none
 */
record Place(String where, Type type, boolean nullable) {

    static Place of(RecordComponent component) {
        return new Place(
                component.getDeclaringRecord().getSimpleName() + "." + component.getName(),
                component.getGenericType(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    Class<?> raw() {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> throw unknown();
        };
    }

    /** The place of a list's items or a map's keys or values. */
    Place argument(int number) {
        if (!(type instanceof ParameterizedType generic)) {
            throw unknown();
        }
        return new Place(where + "[]", generic.getActualTypeArguments()[number], false);
    }

    IllegalArgumentException unknown() {
        return new IllegalArgumentException(
                where + ": the type " + type.getTypeName() + " has no form in Avro");
    }
}

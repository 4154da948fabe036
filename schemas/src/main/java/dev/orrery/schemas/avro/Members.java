package dev.orrery.schemas.avro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The accessors and the canonical constructor of a record, looked up once.
 *
 * @param type the record
 * @param accessors of its components, in order, each {@code (Object) -> Object}
 * @param constructor {@code (Object[]) -> Object}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; an array keeps the hot path flat.
record Members(Class<?> type, MethodHandle[] accessors, MethodHandle constructor) {

    static Members of(Class<?> type) {
        var components = type.getRecordComponents();
        var accessors = new MethodHandle[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                accessors[i] =
                        MethodHandles.lookup()
                                .unreflect(accessor)
                                .asType(MethodType.methodType(Object.class, Object.class));
            }
            var types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Members(
                    type,
                    accessors,
                    MethodHandles.lookup()
                            .unreflectConstructor(constructor)
                            .asSpreader(Object[].class, components.length)
                            .asType(MethodType.methodType(Object.class, Object[].class)));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(
                    type + " is a record, so it has accessors and a constructor", impossible);
        }
    }

    @SuppressWarnings("NullAway") // The handle's own type is erased; a component may be null.
    @Nullable Object get(Object record, int component) {
        try {
            return (Object) accessors[component].invokeExact(record);
        } catch (Throwable failed) {
            throw unchecked(failed);
        }
    }

    /** The record of these components; what its constructor refuses can't be read. */
    @SuppressWarnings("NullAway") // The handle's own type is erased; components may be null.
    Object make(@Nullable Object[] components) {
        try {
            return (Object) constructor.invokeExact(components);
        } catch (IllegalArgumentException refused) {
            throw new UnreadableRecord(type.getSimpleName() + ": " + refused.getMessage(), refused);
        } catch (Throwable failed) {
            throw unchecked(failed);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException("records throw no checked exceptions", thrown);
        };
    }
}

package dev.orrery.schemas.avro;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one Java type stand in the bytes of one Avro schema.
 *
 * @param <V> the Java type, boxed
 */
interface Shape<V extends @Nullable Object> {

    void write(V value, Output out);

    V read(Input in);

    /** Whether null is one of the values. */
    default boolean acceptsNull() {
        return false;
    }

    static <V extends @Nullable Object> Shape<V> of(
            BiConsumer<Output, V> write, Function<Input, V> read) {
        return new Shape<>() {
            @Override
            public void write(V value, Output out) {
                write.accept(out, value);
            }

            @Override
            public V read(Input in) {
                return read.apply(in);
            }
        };
    }

    /** Shapes are found by reflection, so the compiler can't know which type one is for. */
    @SuppressWarnings("unchecked")
    static Shape<@Nullable Object> untyped(Shape<?> shape) {
        return (Shape<@Nullable Object>) shape;
    }
}

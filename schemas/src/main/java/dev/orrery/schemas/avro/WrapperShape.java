package dev.orrery.schemas.avro;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of one component, which stands in Avro as that component alone: an id, a fence. */
record WrapperShape(Members members, Shape<@Nullable Object> inner) implements Shape<Object> {

    @Override
    public void write(Object value, Output out) {
        inner.write(Objects.requireNonNull(members.get(value, 0)), out);
    }

    @Override
    public Object read(Input in) {
        return members.make(new @Nullable Object[] {inner.read(in)});
    }
}

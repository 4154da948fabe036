package dev.orrery.schemas.avro;

import org.jspecify.annotations.Nullable;

/**
 * A value or none: a union with null.
 *
 * @param none the number of the branch null
 * @param some the number of the other
 * @param shape of the value
 */
record NullableShape(int none, int some, Shape<@Nullable Object> shape)
        implements Shape<@Nullable Object> {

    @Override
    public void write(@Nullable Object value, Output out) {
        if (value == null) {
            out.number(none);
        } else {
            out.number(some);
            shape.write(value, out);
        }
    }

    @Override
    public @Nullable Object read(Input in) {
        int branch = in.readIndex();
        if (branch == none) {
            return null;
        }
        if (branch != some) {
            throw new UnreadableRecord("A union has no branch " + branch);
        }
        return shape.read(in);
    }

    @Override
    public boolean acceptsNull() {
        return true;
    }
}

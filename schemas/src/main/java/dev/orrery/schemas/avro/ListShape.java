package dev.orrery.schemas.avro;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list: one block of items. */
record ListShape(Shape<@Nullable Object> items) implements Shape<List<?>> {

    @Override
    public void write(List<?> value, Output out) {
        if (!value.isEmpty()) {
            out.number(value.size());
            for (Object item : value) {
                items.write(item, out);
            }
        }
        out.number(0);
    }

    @Override
    public List<?> read(Input in) {
        var list = new ArrayList<@Nullable Object>();
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                list.add(items.read(in));
            }
        }
        return list;
    }
}

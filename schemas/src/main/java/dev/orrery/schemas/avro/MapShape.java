package dev.orrery.schemas.avro;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map with text as keys: one block of entries, in the order of the keys, because the order of
 * {@code Map.of} changes from one process to the next and equal values must have equal bytes.
 */
record MapShape(Shape<@Nullable Object> values) implements Shape<Map<String, ?>> {

    @Override
    public void write(Map<String, ?> value, Output out) {
        if (!value.isEmpty()) {
            out.number(value.size());
            new TreeMap<String, @Nullable Object>(value)
                    .forEach((key, item) -> {
                        out.text(key);
                        values.write(item, out);
                    });
        }
        out.number(0);
    }

    @Override
    public Map<String, ?> read(Input in) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                map.put(in.readString(), values.read(in));
            }
        }
        return map;
    }
}

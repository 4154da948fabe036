package dev.orrery.projections.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A JSON object made of rows as they are stored: their members one after another, and further
 * members whose values are rows. Copying beats reading what was written only to write it again.
 */
final class Splice {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * @param object a JSON object with at least one member
     */
    Splice(byte[] object) {
        out.write(object, 0, object.length - 1);
    }

    /** The members of another object with at least one. */
    Splice and(byte[] object) {
        out.write(',');
        out.write(object, 1, object.length - 2);
        return this;
    }

    Splice member(String name, byte[] value) {
        name(name);
        out.writeBytes(value);
        return this;
    }

    Splice member(String name, List<byte[]> values) {
        name(name);
        out.write('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(values.get(i));
        }
        out.write(']');
        return this;
    }

    byte[] bytes() {
        out.write('}');
        return out.toByteArray();
    }

    private void name(String name) {
        out.writeBytes((",\"" + name + "\":").getBytes(StandardCharsets.UTF_8));
    }
}

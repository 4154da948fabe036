package dev.orrery.schemas.avro;

import org.apache.avro.Schema;

/**
 * One record type of a codec.
 *
 * @param schema that it is written with
 * @param fingerprint of the schema
 * @param id that the registry gave to the schema
 * @param binary the record in the schema
 */
record Kind<T>(Schema schema, String fingerprint, int id, Binary<? extends T> binary)
        implements Reader<T> {

    @Override
    public T read(Input in) {
        return binary.read(in);
    }

    @SuppressWarnings("unchecked") // The codec picks the kind by the value's class.
    void write(T value, Output out) {
        ((Binary<T>) binary).write(value, out);
    }
}

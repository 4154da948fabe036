package dev.orrery.schemas.avro;

import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values as bare Avro bytes, for what stays inside one process: state stores and views. The schema
 * is derived from the components of the record, or of the records of the sealed interface, so these
 * bytes are readable as long as the class is the same; a store of another version is rebuilt from
 * the log. Times are kept to the millisecond.
 *
 * @param <T> a record, or a sealed interface of records
 */
public final class Binary<T> {

    private final Schema schema;
    private final Shape<@Nullable Object> shape;
    private final Class<T> type;

    private Binary(Class<T> type, Schema schema) {
        this.type = type;
        this.schema = schema;
        this.shape = Shape.untyped(Binding.root(type, schema));
    }

    /**
     * @throws IllegalArgumentException when a component has a type that has no form in Avro
     */
    public static <T> Binary<T> of(Class<T> type) {
        return new Binary<>(type, new Derivation().root(type));
    }

    /**
     * Bound to a schema that was written by somebody.
     *
     * @throws IllegalArgumentException when a component and its field do not fit; names both
     */
    public static <T> Binary<T> of(Class<T> type, Schema schema) {
        return new Binary<>(type, schema);
    }

    public Schema schema() {
        return schema;
    }

    public byte[] encode(T value) {
        var out = new Output();
        write(value, out);
        return out.toBytes();
    }

    /**
     * @throws UnreadableRecord when the bytes are not of this schema
     */
    public T decode(byte[] bytes) {
        return read(new Input(bytes, 0));
    }

    /** The first field of a record, where it is a number: alone, for a scan of very many. */
    public static long leadingNumber(byte[] bytes) {
        return new Input(bytes, 0).readLong();
    }

    void write(T value, Output out) {
        shape.write(value, out);
    }

    T read(Input in) {
        var value = type.cast(Objects.requireNonNull(shape.read(in)));
        if (in.remaining() > 0) {
            throw new UnreadableRecord(in.remaining() + " bytes are left over after the value");
        }
        return value;
    }
}

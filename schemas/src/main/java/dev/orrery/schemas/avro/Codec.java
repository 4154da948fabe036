package dev.orrery.schemas.avro;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values in the Confluent wire format: the byte 0, four bytes of schema id, Avro binary. What was
 * written with another version of a schema is read by Avro's rules of resolution.
 *
 * @param <T> a contract record, or a sealed interface of contract records
 */
public final class Codec<T> {

    /** How many bytes stand before the Avro binary. */
    public static final int PREFIX_BYTES = 5;

    private static final byte MAGIC = 0;

    private final Map<Class<?>, Kind<T>> byType = new HashMap<>();
    private final Readers<T> readers;

    Codec(Class<T> type, List<Contract> contracts, SchemaIds ids, Archive archive) {
        for (Contract contract : contracts) {
            byType.put(
                    contract.type(),
                    new Kind<>(
                            contract.schema(),
                            contract.fingerprint(),
                            ids.id(contract),
                            Binary.of(contract.type().asSubclass(type), contract.schema())));
        }
        readers = new Readers<>(type.getSimpleName(), List.copyOf(byType.values()), ids, archive);
    }

    public byte[] encode(T value) {
        var kind = kind(value);
        var out = new Output();
        out.raw(MAGIC);
        out.raw(kind.id() >>> 24);
        out.raw(kind.id() >>> 16);
        out.raw(kind.id() >>> 8);
        out.raw(kind.id());
        kind.write(value, out);
        return out.toBytes();
    }

    /**
     * @throws UnreadableRecord when it is none of ours, and never will be
     * @throws SchemaUnavailable when only an unreachable registry could tell
     */
    public T decode(byte @Nullable [] value) {
        return decode(value, null);
    }

    /**
     * @param fingerprint of the schema that it was written with ({@code ce_dataschema}); where it
     *     is known, the schema id is not looked at, which another registry may have given
     * @throws UnreadableRecord when it is none of ours, and never will be
     * @throws SchemaUnavailable when only an unreachable registry could tell
     */
    public T decode(byte @Nullable [] value, @Nullable String fingerprint) {
        var known = requireForm(value);
        return readers.find(id(known), fingerprint).read(new Input(known, PREFIX_BYTES));
    }

    /**
     * The fingerprint of the schema that a value says it was written with. With it, and not with
     * the schema id, the bytes after the prefix mean one thing in every registry.
     *
     * @throws UnreadableRecord when it is none of ours, and never will be
     * @throws SchemaUnavailable when only an unreachable registry could tell
     */
    public String fingerprintOf(byte @Nullable [] value) {
        return readers.find(id(requireForm(value)), null).fingerprint();
    }

    private static byte[] requireForm(byte @Nullable [] value) {
        if (value == null) {
            throw new UnreadableRecord("The value is null");
        }
        if (value.length < PREFIX_BYTES || value[0] != MAGIC) {
            throw new UnreadableRecord(
                    "The value is not in the Confluent wire format (byte 0, schema id, Avro)");
        }
        return value;
    }

    /** The schema that the value is written with. */
    public Schema schema(T value) {
        return kind(value).schema();
    }

    /** The fingerprint of the schema that the value is written with. */
    public String fingerprint(T value) {
        return kind(value).fingerprint();
    }

    /** The simple name of the schema that the value is written with, such as RunRequested. */
    public String name(T value) {
        return kind(value).schema().getName();
    }

    private Kind<T> kind(T value) {
        var kind = byType.get(value.getClass());
        if (kind == null) {
            throw new IllegalArgumentException(value.getClass() + " has no schema here");
        }
        return kind;
    }

    private static int id(byte[] value) {
        return (value[1] & 0xFF) << 24
                | (value[2] & 0xFF) << 16
                | (value[3] & 0xFF) << 8
                | (value[4] & 0xFF);
    }
}

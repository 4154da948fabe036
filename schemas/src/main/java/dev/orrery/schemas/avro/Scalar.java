package dev.orrery.schemas.avro;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A Java type that is one value in Avro.
 *
 * @param schema its schema
 * @param shape its bytes
 */
record Scalar(Schema schema, Shape<?> shape) {

    private static final int UUID_CHARACTERS = 36;

    private static final Scalar INT =
            new Scalar(
                    Schema.create(Schema.Type.INT),
                    Shape.<Integer>of((out, value) -> out.number(value), Input::readInt));
    private static final Scalar LONG =
            new Scalar(
                    Schema.create(Schema.Type.LONG),
                    Shape.<Long>of((out, value) -> out.number(value), Input::readLong));
    private static final Scalar BOOLEAN =
            new Scalar(
                    Schema.create(Schema.Type.BOOLEAN),
                    Shape.<Boolean>of(Output::flag, Input::readBoolean));
    private static final Scalar STRING =
            new Scalar(
                    Schema.create(Schema.Type.STRING),
                    Shape.<String>of(Output::text, Input::readString));
    private static final Scalar BUFFER =
            new Scalar(
                    Schema.create(Schema.Type.BYTES),
                    Shape.<ByteBuffer>of(Output::blob, in -> in.readBytes(null)));
    private static final Scalar ARRAY =
            new Scalar(
                    Schema.create(Schema.Type.BYTES),
                    Shape.<byte[]>of(Output::blob, in -> in.readBytes(null).array()));
    private static final Scalar ID =
            new Scalar(
                    logical(Schema.Type.STRING, LogicalTypes.uuid()),
                    Shape.<UUID>of(
                            (out, value) -> out.text(value.toString()),
                            in -> uuid(in.readString())));
    private static final Scalar TIME =
            new Scalar(
                    logical(Schema.Type.LONG, LogicalTypes.timestampMillis()),
                    Shape.<Instant>of(
                            (out, value) -> out.number(value.toEpochMilli()),
                            in -> Instant.ofEpochMilli(in.readLong())));

    private static final Map<Class<?>, Scalar> ALL =
            Map.ofEntries(
                    Map.entry(int.class, INT),
                    Map.entry(Integer.class, INT),
                    Map.entry(long.class, LONG),
                    Map.entry(Long.class, LONG),
                    Map.entry(boolean.class, BOOLEAN),
                    Map.entry(Boolean.class, BOOLEAN),
                    Map.entry(String.class, STRING),
                    Map.entry(ByteBuffer.class, BUFFER),
                    Map.entry(byte[].class, ARRAY),
                    Map.entry(UUID.class, ID),
                    Map.entry(Instant.class, TIME));

    static @Nullable Scalar of(Class<?> type) {
        return ALL.get(type);
    }

    /** Whether the other schema is written in the same bytes and means the same. */
    boolean matches(Schema other) {
        return schema.getType() == other.getType()
                && Objects.equals(
                        schema.getProp(LogicalType.LOGICAL_TYPE_PROP),
                        other.getProp(LogicalType.LOGICAL_TYPE_PROP));
    }

    private static Schema logical(Schema.Type type, LogicalType meaning) {
        return meaning.addToSchema(Schema.create(type));
    }

    private static UUID uuid(String text) {
        // Java takes "1-2-3-4-5" for a UUID too, and then one id would have two texts.
        if (text.length() != UUID_CHARACTERS) {
            throw new UnreadableRecord("A UUID has 36 characters, not " + text.length());
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableRecord("\"" + text + "\" is no UUID", malformed);
        }
    }
}

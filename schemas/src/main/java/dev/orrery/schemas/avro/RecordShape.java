package dev.orrery.schemas.avro;

import org.jspecify.annotations.Nullable;

/** A record: its fields one after another, in the order of the schema. */
@SuppressWarnings("ArrayRecordComponent") // Never compared; an array keeps the hot path flat.
record RecordShape(Members members, RecordShape.Field[] fields) implements Shape<Object> {

    /**
     * One field.
     *
     * @param name in the schema and in Java
     * @param component its number among the record's components
     * @param shape of its values
     */
    record Field(String name, int component, Shape<@Nullable Object> shape) {}

    @Override
    public void write(Object value, Output out) {
        for (Field field : fields) {
            var part = members.get(value, field.component);
            if (part == null && !field.shape.acceptsNull()) {
                throw new IllegalArgumentException(
                        members.type().getSimpleName() + "." + field.name + " is null");
            }
            field.shape.write(part, out);
        }
    }

    @Override
    public Object read(Input in) {
        var components = new @Nullable Object[fields.length];
        for (Field field : fields) {
            components[field.component] = field.shape.read(in);
        }
        return members.make(components);
    }
}

package dev.orrery.schemas.avro;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * An enum: the number of its symbol in the schema.
 *
 * @param where for people
 * @param constants by their number in the schema
 * @param numbers in the schema, by constant
 */
record EnumShape(String where, List<Object> constants, Map<Object, Integer> numbers)
        implements Shape<Object> {

    static EnumShape of(Place place, Class<?> type, Schema schema) {
        var byName = new HashMap<String, Object>();
        Arrays.stream(type.getEnumConstants())
                .forEach(constant -> byName.put(((Enum<?>) constant).name(), constant));
        var symbols = schema.getEnumSymbols();
        if (!byName.keySet().equals(new HashSet<>(symbols))) {
            throw new IllegalArgumentException(
                    place.where()
                            + " is one of "
                            + byName.keySet()
                            + " in Java, and in Avro one of "
                            + symbols);
        }
        var constants = symbols.stream().map(byName::get).map(Objects::requireNonNull).toList();
        var numbers = new HashMap<Object, Integer>();
        constants.forEach(constant -> numbers.put(constant, numbers.size()));
        return new EnumShape(place.where(), List.copyOf(constants), Map.copyOf(numbers));
    }

    @Override
    public void write(Object value, Output out) {
        out.number(Objects.requireNonNull(numbers.get(value)));
    }

    @Override
    public Object read(Input in) {
        int number = in.readEnum();
        if (number < 0 || number >= constants.size()) {
            throw new UnreadableRecord(where + " has no symbol " + number);
        }
        return constants.get(number);
    }
}

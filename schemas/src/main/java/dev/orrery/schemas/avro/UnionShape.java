package dev.orrery.schemas.avro;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed interface: the number of the record's branch, then the record.
 *
 * @param where for people
 * @param numbers of the branches, by record
 * @param branches the shape of each; nothing for the branch null
 */
record UnionShape(
        String where, Map<Class<?>, Integer> numbers, List<@Nullable RecordShape> branches)
        implements Shape<@Nullable Object> {

    @Override
    public void write(@Nullable Object value, Output out) {
        if (value == null) {
            out.number(branches.indexOf(null));
            return;
        }
        var number = numbers.get(value.getClass());
        var branch = number == null ? null : branches.get(number);
        if (number == null || branch == null) {
            throw new IllegalArgumentException(where + " can't be a " + value.getClass().getName());
        }
        out.number(number);
        branch.write(value, out);
    }

    @Override
    public @Nullable Object read(Input in) {
        int number = in.readIndex();
        if (number < 0 || number >= branches.size()) {
            throw new UnreadableRecord(where + " has no branch " + number);
        }
        var branch = branches.get(number);
        return branch == null ? null : branch.read(in);
    }

    @Override
    public boolean acceptsNull() {
        return branches.contains(null);
    }
}

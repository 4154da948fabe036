package dev.orrery.audit;

import dev.orrery.audit.log.LogReader;
import dev.orrery.audit.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A log in memory. Each change gives another log; one is read once. */
public final class MemoryLog implements LogReader {

    private final SortedMap<Integer, List<LogRecord>> records = new TreeMap<>();
    private final SortedMap<Integer, Integer> next = new TreeMap<>();

    public MemoryLog(SortedMap<Integer, List<LogRecord>> records) {
        records.forEach((partition, each) -> {
            this.records.put(partition, List.copyOf(each));
            next.put(partition, 0);
        });
    }

    @Override
    public List<Integer> partitions() {
        return List.copyOf(records.keySet());
    }

    @Override
    public @Nullable LogRecord next(int partition) {
        int at = next.merge(partition, 1, Integer::sum) - 1;
        var all = records(partition);
        return at < all.size() ? all.get(at) : null;
    }

    @Override
    public void close() {}

    public List<LogRecord> records(int partition) {
        return records.getOrDefault(partition, List.of());
    }

    public MemoryLog without(int partition, int index) {
        return with(
                partition,
                all -> {
                    all.remove(index);
                    return all;
                });
    }

    public MemoryLog swapped(int partition, int index) {
        return with(
                partition,
                all -> {
                    all.add(index, all.remove(index + 1));
                    return all;
                });
    }

    public MemoryLog repeated(int partition, int index) {
        return with(
                partition,
                all -> {
                    all.add(index + 1, all.get(index));
                    return all;
                });
    }

    public MemoryLog changed(int partition, int index, UnaryOperator<LogRecord> change) {
        return with(
                partition,
                all -> {
                    all.set(index, change.apply(all.get(index)));
                    return all;
                });
    }

    private MemoryLog with(int partition, UnaryOperator<List<LogRecord>> change) {
        var copy = new TreeMap<>(records);
        copy.put(partition, change.apply(new ArrayList<>(records(partition))));
        return new MemoryLog(copy);
    }
}

package dev.orrery.verify.simulation;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The store of one partition: what was written since the last commit can be undone. */
final class Disk implements KeyValueStore<Bytes, byte[]> {

    private static final Bytes FORM_KEY = Bytes.wrap(new byte[] {'f'});

    private NavigableMap<Bytes, byte[]> rows = new TreeMap<>();
    private final Map<Bytes, Before> undo = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Before(byte @Nullable [] value) {}

    boolean hasChanged() {
        return !undo.isEmpty();
    }

    void keep() {
        undo.clear();
    }

    /** As it was at the last commit. */
    void rollBack() {
        undo.forEach((key, before) -> {
            if (before.value() == null) {
                rows.remove(key);
            } else {
                rows.put(key, before.value());
            }
        });
        undo.clear();
    }

    /** As it was when the copy was made. */
    void restore(Map<Bytes, byte[]> copy) {
        rows = new TreeMap<>(copy);
        undo.clear();
    }

    Map<Bytes, byte[]> copy() {
        return new TreeMap<>(rows);
    }

    /** As when another version of Orrery wrote it: no writer of this one trusts what it says. */
    void deleteForm() {
        rows.remove(FORM_KEY);
    }

    boolean hasForm() {
        return rows.containsKey(FORM_KEY);
    }

    Map<Bytes, byte[]> rows() {
        return rows;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        var before = rows.put(key, value);
        undo.putIfAbsent(key, new Before(before));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        var before = rows.remove(key);
        undo.putIfAbsent(key, new Before(before));
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Rows(rows.subMap(from, true, to, true).entrySet().iterator());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Rows(List.copyOf(rows.entrySet()).iterator());
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        var there = get(key);
        if (there == null) {
            put(key, value);
        }
        return there;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> pairs) {
        pairs.forEach(pair -> put(pair.key, pair.value));
    }

    @Override
    public long approximateNumEntries() {
        return rows.size();
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Rows(Iterator<Map.Entry<Bytes, byte[]>> entries)
            implements KeyValueIterator<Bytes, byte[]> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            var entry = entries.next();
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("nobody peeks");
        }

        @Override
        public void close() {}
    }
}

package dev.orrery.audit.verify;

import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Rows;
import dev.orrery.projections.view.Scan;
import dev.orrery.projections.view.ViewJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Rows that are folded to be compared, and thrown away: on the disk, since those of a big log fit
 * into no memory, with the latest used ones in memory, since a fold comes back to what it wrote a
 * moment ago. What a crash leaves is thrown away at the next start.
 */
final class ScratchRows implements Rows, AutoCloseable {

    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int WRITE_BUFFERS_MAX = 3;
    private static final long CACHE_BYTES = 16L << 20;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int BACKGROUND_JOBS_MAX = 2;
    private static final double BLOOM_BITS_PER_KEY = 10;

    /** Rows in memory; none of them larger than this, as documents may be. */
    private static final int HELD_MAX = 4_096;

    private static final int HELD_BYTES_MAX = 4 * 1024;

    static {
        RocksDB.loadLibrary();
    }

    /**
     * A row as it was written last.
     *
     * @param bytes nothing where it was deleted
     * @param view that they are, where one was written
     * @param isStored whether the disk has it so
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Held(byte @Nullable [] bytes, @Nullable Object view, boolean isStored) {}

    private final LinkedHashMap<Bytes, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<AutoCloseable> native_ = new ArrayDeque<>();
    private final Path folder;
    private final WriteOptions unlogged;
    private final RocksDB store;

    /**
     * @param folder for the rows alone; what is in it is thrown away, now and at the end
     */
    ScratchRows(Path folder) {
        this.folder = folder;
        delete(folder);
        try {
            Files.createDirectories(folder);
            unlogged = keep(new WriteOptions().setDisableWAL(true));
            store = keep(RocksDB.open(keep(options()), folder.toString()));
        } catch (IOException failure) {
            close();
            throw new UncheckedIOException(failure);
        } catch (RocksDBException failure) {
            close();
            throw unusable(failure);
        }
    }

    private Options options() {
        var table =
                new BlockBasedTableConfig()
                        .setBlockCache(keep(new LRUCache(CACHE_BYTES)))
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(keep(new BloomFilter(BLOOM_BITS_PER_KEY)));
        return new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMaxBackgroundJobs(BACKGROUND_JOBS_MAX);
    }

    private <T extends AutoCloseable> T keep(T made) {
        native_.push(made);
        return made;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        var name = Bytes.wrap(key);
        var known = held.get(name);
        if (known != null) {
            return known.bytes;
        }
        byte[] row = stored(key);
        if (row != null && row.length <= HELD_BYTES_MAX) {
            hold(name, new Held(row, null, true));
        }
        return row;
    }

    @Override
    public void put(byte[] key, byte[] value) {
        put(key, value, null);
    }

    @Override
    public void put(byte[] key, Record view) {
        put(key, ViewJson.write(view), view);
    }

    private void put(byte[] key, byte[] value, @Nullable Object view) {
        var name = Bytes.wrap(key);
        if (value.length <= HELD_BYTES_MAX) {
            hold(name, new Held(value, view, false));
            return;
        }
        held.remove(name);
        store(key, value);
    }

    @Override
    public void delete(byte[] key) {
        hold(Bytes.wrap(key), new Held(null, null, false));
    }

    @Override
    public <T> @Nullable T view(byte[] key, Class<T> type) {
        byte[] row = get(key);
        if (row == null) {
            return null;
        }
        var name = Bytes.wrap(key);
        var known = held.get(name);
        if (known != null && type.isInstance(known.view)) {
            return type.cast(known.view);
        }
        var view = ViewJson.read(row, type);
        if (known != null) {
            held.put(name, new Held(row, view, known.isStored));
        }
        return view;
    }

    private void hold(Bytes name, Held row) {
        held.put(name, row);
        if (held.size() > HELD_MAX) {
            var eldest = held.pollFirstEntry();
            store(eldest.getKey(), eldest.getValue());
        }
    }

    private void store(Bytes name, Held row) {
        if (!row.isStored) {
            store(name.get(), row.bytes);
        }
    }

    private void store(byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                store.delete(unlogged, key);
            } else {
                store.put(unlogged, key, value);
            }
        } catch (RocksDBException failure) {
            throw unusable(failure);
        }
    }

    private byte @Nullable [] stored(byte[] key) {
        try {
            return store.get(key);
        } catch (RocksDBException failure) {
            throw unusable(failure);
        }
    }

    /** All rows, in the order of their keys. */
    Scan all(int partition) {
        held.forEach(this::store);
        held.clear();
        var rows = store.newIterator();
        rows.seekToFirst();
        return new Scan() {
            @Override
            public @Nullable Row next() {
                if (!rows.isValid()) {
                    return null;
                }
                var row = new Row(partition, rows.key(), rows.value());
                rows.next();
                return row;
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    @Override
    public void close() {
        while (!native_.isEmpty()) {
            try {
                native_.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("what is RocksDB's can always be freed", failure);
            }
        }
        delete(folder);
    }

    /** Rows that a process left that was killed, or all at the end. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " can't be thrown away", failure);
        }
    }

    private static UncheckedIOException unusable(RocksDBException failure) {
        return new UncheckedIOException(
                new IOException("The rows can't be kept: " + failure.getMessage(), failure));
    }
}

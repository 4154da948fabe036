package dev.orrery.projections.api;

import dev.orrery.projections.peer.PeerHeaders;
import dev.orrery.projections.view.Row;
import dev.orrery.projections.view.Scan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What some partitions have of a page. Between nodes it is bytes and no JSON, so that items arrive
 * as they are stored, down to the digits of their numbers.
 *
 * @param sequences how far each of the partitions was when it was read, at least
 * @param rows that were looked at, in the list's order: its place for a key, and as its value the
 *     item as JSON, or nothing where the row does not belong to the list
 * @param more whether others follow the last of them
 */
record Share(SortedMap<Integer, Long> sequences, List<Row> rows, boolean more) {

    static final String TYPE = PeerHeaders.SHARE;

    private static final byte[] NOTHING = new byte[0];

    /** A row of a share. */
    static Row row(int partition, byte[] place, byte @Nullable [] item) {
        return new Row(partition, place, item == null ? NOTHING : item);
    }

    /** Whether a row of a share belongs to the list. */
    static boolean isItem(Row row) {
        return row.value().length > 0;
    }

    /** Whether one of the shares ends with a row, and has others that are not in it. */
    static boolean oneEndsAt(Row row, Collection<Share> shares) {
        return shares.stream()
                .anyMatch(share ->
                        share.more && Arrays.equals(share.rows.getLast().key(), row.key()));
    }

    Scan scan() {
        var left = rows.iterator();
        return new Scan() {
            @Override
            public @Nullable Row next() {
                return left.hasNext() ? left.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    /** All of it but the sequences, which every answer between nodes has in its headers. */
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeBoolean(more);
            out.writeInt(rows.size());
            for (var row : rows) {
                out.writeInt(row.partition());
                write(out, row.key());
                write(out, row.value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /**
     * @throws IOException when it is no share
     */
    static Share read(SortedMap<Integer, Long> sequences, byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        boolean more = in.readBoolean();
        int count = in.readInt();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < count; i++) {
            rows.add(new Row(in.readInt(), part(in), part(in)));
        }
        if (in.available() > 0 || (more && rows.isEmpty())) {
            throw new IOException("a share ends with its last row");
        }
        return new Share(sequences, rows, more);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a part of a share is not longer than the share");
        }
        return in.readNBytes(length);
    }
}

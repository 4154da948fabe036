package dev.orrery.projections.api;

import dev.orrery.projections.view.KeyRange;
import dev.orrery.projections.view.Order;
import dev.orrery.projections.view.OutputKeys;
import dev.orrery.projections.view.OutputRow;
import dev.orrery.projections.view.ViewReader;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import java.util.ArrayList;
import java.util.List;

/** Finds lines in chunks. */
record OutputLines(ViewReader views, Codec<OutputChunk> chunks) {

    /** Lines can be long; a page ends when it has this much text. */
    private static final int CHARACTERS_MAX = 1 << 20;

    /**
     * Some lines.
     *
     * @param lines in their order
     * @param more whether others follow them already
     */
    record Found(List<LineView> lines, boolean more) {}

    /** The lines of an attempt that follow the line of a number. */
    Found after(RunId run, int attempt, long number, int limit) {
        var found = new ArrayList<LineView>();
        long characters = 0;
        long last = number;
        var range =
                new KeyRange(
                        firstChunk(run, attempt, number + 1),
                        KeyRange.of(OutputKeys.chunks(run, attempt)).to());
        try (var rows = views.output(partition(run), range, Order.ASCENDING)) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                var chunk = OutputRow.read(chunks, row.value());
                for (int i = 0; i < chunk.lines().size(); i++) {
                    long line = chunk.firstLine() + i;
                    // The first chunk may begin before what is asked for.
                    if (line <= last) {
                        continue;
                    }
                    if (found.size() == limit || characters >= CHARACTERS_MAX) {
                        return new Found(found, true);
                    }
                    var text = chunk.lines().get(i);
                    found.add(new LineView(attempt, line, text.time(), text.stream(), text.text()));
                    characters += text.text().length();
                    last = line;
                }
            }
        }
        return new Found(found, false);
    }

    private int partition(RunId run) {
        return views.partitionOf(run.value());
    }

    /** The key of the chunk that holds a line: the last that does not begin after it. */
    private byte[] firstChunk(RunId run, int attempt, long line) {
        byte[] begin = OutputKeys.chunks(run, attempt);
        var before = new KeyRange(begin, OutputKeys.chunk(run, attempt, line + 1));
        try (var rows = views.output(partition(run), before, Order.DESCENDING)) {
            var row = rows.next();
            return row == null ? begin : row.key();
        }
    }
}

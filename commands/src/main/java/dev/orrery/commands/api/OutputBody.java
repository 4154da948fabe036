package dev.orrery.commands.api;

import dev.orrery.schemas.http.ApiProblem;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import dev.orrery.schemas.output.OutputLine;
import dev.orrery.schemas.output.OutputLine.Stream;
import dev.orrery.schemas.reply.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some lines that a run printed, as the process that executes it writes them. The process numbers
 * them, so that what it says twice shows once.
 *
 * @param fence of that process
 * @param lines in the order of their numbers
 */
record OutputBody(@Nullable String fence, @Nullable List<Line> lines) {

    /** A process that executes a run by itself does so once. */
    static final int ATTEMPT = 1;

    private static final int LINES_MAX = 1_000;
    private static final int LINE_CHARACTERS_MAX = 16_384;
    private static final long NUMBER_MAX = 10_000_000;

    /** Far below what Kafka takes as one record, at 3 bytes a character. */
    private static final int CHUNK_CHARACTERS_MAX = 65_536;

    /** One line as it is written. */
    record Line(
            @Nullable Long number,
            @Nullable String time,
            @Nullable String stream,
            @Nullable String text) {}

    /** The lines in as few pieces as their numbers and sizes allow. */
    List<OutputChunk> toChunks(RunId run) {
        var _ = Fields.fence(fence, "/fence");
        var all = Fields.required(lines, "/lines");
        require(all.size() <= LINES_MAX, "/lines", "There are 1,000 lines at most.");
        var chunks = new ArrayList<OutputChunk>();
        var chunk = new ArrayList<OutputLine>();
        long next = 1;
        int characters = 0;
        for (int i = 0; i < all.size(); i++) {
            var line = all.get(i);
            var field = "/lines/" + i;
            long number = Fields.required(line.number(), field + "/number");
            require(
                    number >= next && number <= NUMBER_MAX,
                    field + "/number",
                    "Lines are numbered from 1 to 10,000,000, in their order.");
            var read = read(line, field);
            characters += read.text().length();
            if (!chunk.isEmpty() && (number != next || characters > CHUNK_CHARACTERS_MAX)) {
                chunks.add(new OutputChunk(run, ATTEMPT, next - chunk.size(), chunk));
                chunk.clear();
                characters = read.text().length();
            }
            chunk.add(read);
            next = number + 1;
        }
        if (!chunk.isEmpty()) {
            chunks.add(new OutputChunk(run, ATTEMPT, next - chunk.size(), chunk));
        }
        return chunks;
    }

    private static OutputLine read(Line line, String field) {
        var text = Fields.required(line.text(), field + "/text");
        require(
                text.length() <= LINE_CHARACTERS_MAX && text.indexOf('\n') < 0,
                field + "/text",
                "A line has 16,384 characters at most, and no line break.");
        return new OutputLine(
                Fields.time(Fields.required(line.time(), field + "/time"), field + "/time"),
                stream(Fields.required(line.stream(), field + "/stream"), field + "/stream"),
                text);
    }

    private static Stream stream(String name, String field) {
        return switch (name) {
            case "out" -> Stream.OUT;
            case "err" -> Stream.ERR;
            default -> throw invalid(field, "A stream is out or err.");
        };
    }

    private static void require(boolean holds, String field, String message) {
        if (!holds) {
            throw invalid(field, message);
        }
    }

    private static ApiProblem invalid(String field, String message) {
        return new ApiProblem(Refusal.INVALID_COMMAND, message, field);
    }
}

package dev.orrery.projections.api;

import dev.orrery.projections.view.Keys;
import dev.orrery.projections.view.RunProgress;
import dev.orrery.projections.view.ViewJson;
import dev.orrery.schemas.avro.Codec;
import dev.orrery.schemas.id.RunId;
import dev.orrery.schemas.output.OutputChunk;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import java.util.List;

/** What runs printed, line by line. */
final class OutputRoutes {

    private static final int LINES_DEFAULT = 200;
    private static final int LINES_MAX = 1_000;

    private final Visit views;
    private final Codec<OutputChunk> chunks;

    OutputRoutes(Visit views, Codec<OutputChunk> chunks) {
        this.views = views;
        this.chunks = chunks;
    }

    /** The lines of one attempt, the last one where none is named, that follow a line. */
    void lines(Context http) {
        var query = Query.of(http, Query.LIMIT, "after", "attempt");
        var id = Query.id(http.pathParam("id"), "id", RunId::new);
        byte[] progress = views.get(views.partitionOf(id.value()), Keys.run(id));
        if (progress == null) {
            throw RunRoutes.unknown(id);
        }
        int last = ViewJson.read(progress, RunProgress.class).attempt();
        int attempt = query.number("attempt", last, 0, Integer.MAX_VALUE);
        int after = query.number("after", 0, 0, Integer.MAX_VALUE);
        int limit = query.number(Query.LIMIT, LINES_DEFAULT, 1, LINES_MAX);
        var lines = new OutputLines(views, chunks).after(id, attempt, after, limit);
        if (wantsText(http)) {
            answerText(http, lines);
        } else {
            answerJson(http, lines);
        }
    }

    private static boolean wantsText(Context http) {
        var accept = http.header("Accept");
        return accept != null && accept.startsWith(ContentType.PLAIN);
    }

    private static void answerText(Context http, OutputLines.Found found) {
        var text = new StringBuilder();
        found.lines().forEach(line -> text.append(line.text()).append('\n'));
        if (found.more()) {
            var next = found.lines().getLast();
            http.header(
                    "Link",
                    "<?attempt=" + next.attempt() + "&after=" + next.number() + ">; rel=\"next\"");
        }
        http.contentType("text/plain; charset=utf-8").result(text.toString());
    }

    private static void answerJson(Context http, OutputLines.Found found) {
        var page = new Page();
        List<LineView> lines = found.lines();
        lines.forEach(line -> page.add(ViewJson.write(line)));
        if (found.more()) {
            page.continues(lines.getLast().number());
        }
        page.answer(http);
    }
}

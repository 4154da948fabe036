package dev.orrery.cli.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads events page after page, and knows the position that it is at. */
final class EventFeed {

    private static final int PAGE = 200;

    private final Api api;
    private final String path;
    private String position;

    /**
     * @param path of the list, with its query
     * @param position where to begin; empty for the beginning
     */
    EventFeed(Api api, String path, String position) {
        this.api = api;
        this.path = path + (path.contains("?") ? "&" : "?");
        this.position = position;
    }

    /** After which events the next ones come. */
    String position() {
        return position;
    }

    /** The last ones that there are now, the newest last. */
    List<JsonNode> last(int count) {
        var newest = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            int limit = Math.clamp(count - newest.size(), 1, PAGE);
            var page = api.get(path + "order=newest&limit=" + limit + cursor);
            if (cursor.isEmpty()) {
                position = Json.text(page, "/position");
            }
            page.path("items").forEach(newest::add);
            cursor = cursor(page);
        } while (newest.size() < count && !cursor.isEmpty());
        return newest.subList(0, Math.min(count, newest.size())).reversed();
    }

    /** Those that have come since, page by page, up to the last that there is now. */
    void next(Consumer<List<JsonNode>> page) {
        var more = true;
        while (more) {
            var after = position.isEmpty() ? "" : "&after=" + Api.encode(position);
            var answer = api.get(path + "limit=" + PAGE + after);
            var events = new ArrayList<JsonNode>();
            answer.path("items").forEach(events::add);
            page.accept(events);
            position = Json.text(answer, "/position");
            more = !cursor(answer).isEmpty();
        }
    }

    private static String cursor(JsonNode page) {
        var next = Json.text(page, "/next");
        return next.isEmpty() ? "" : "&cursor=" + Api.encode(next);
    }
}

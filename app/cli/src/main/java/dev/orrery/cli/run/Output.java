package dev.orrery.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.find.Runs;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import java.util.function.Consumer;

/** What a run printed, read from where the last reading ended. */
final class Output {

    private static final int PAGE = 1_000;

    private final Api api;
    private final String run;
    private long attempt;
    private long after;

    Output(Api api, String run) {
        this.api = api;
        this.run = run;
    }

    /**
     * Reads what is new, of an attempt to its end before the next one begins.
     *
     * @param last the number of the attempt that the run is at
     * @return whether there was anything
     */
    boolean read(long last, Consumer<JsonNode> line) {
        var any = false;
        if (attempt == 0) {
            attempt = Math.min(last, 1);
        }
        while (true) {
            var found = page(line);
            any |= found;
            if (!found) {
                if (attempt >= last) {
                    return any;
                }
                attempt++;
                after = 0;
            }
        }
    }

    /** Leaves out what came before an attempt. */
    void beginAt(long first) {
        attempt = first;
    }

    /** Of one attempt alone. */
    void readOnly(long only, Consumer<JsonNode> line) {
        attempt = only;
        while (page(line)) {
            // Until there is nothing more.
        }
    }

    private boolean page(Consumer<JsonNode> line) {
        var path =
                Runs.path(run) + "/logs?limit=" + PAGE + "&attempt=" + attempt + "&after=" + after;
        var items = api.get(path).path("items");
        for (var item : items) {
            line.accept(item);
            after = item.path("number").asLong();
        }
        return !items.isEmpty();
    }

    static boolean isOut(JsonNode line) {
        return Json.text(line, "/stream").equalsIgnoreCase("out");
    }
}

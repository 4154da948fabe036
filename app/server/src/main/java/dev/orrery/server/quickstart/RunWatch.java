package dev.orrery.server.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Prints a run's states and output as they come. */
final class RunWatch {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Api api;
    private final String id;
    private int statesShown;
    private long linesShown;

    RunWatch(Api api, String id) {
        this.api = api;
        this.id = id;
    }

    /** The type of the state that it ended in. */
    String untilEnd() throws InterruptedException {
        while (true) {
            var run = api.get("/v1/runs/" + id);
            showStates(run);
            showLines();
            if (!run.path("endedAt").isMissingNode() && !run.path("endedAt").isNull()) {
                showLines();
                return run.get("state").get("type").asText();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void showStates(JsonNode run) {
        var timeline = run.get("timeline");
        for (; statesShown < timeline.size(); statesShown++) {
            var state = timeline.get(statesShown);
            var message = state.path("message").asText("");
            System.out.printf(
                    "  %s  %s%s%n",
                    time(state),
                    state.get("name").asText(),
                    message.isEmpty() || message.equals("null") ? "" : "  " + message);
        }
    }

    private void showLines() throws InterruptedException {
        JsonNode lines;
        do {
            lines = api.get("/v1/runs/" + id + "/logs?after=" + linesShown).get("items");
            for (var line : lines) {
                System.out.println("      | " + line.get("text").asText());
                linesShown = line.get("number").asLong();
            }
        } while (!lines.isEmpty());
    }

    private static String time(JsonNode state) {
        var time = state.get("time").asText();
        return time.length() > 23 ? time.substring(11, 23) : time;
    }
}

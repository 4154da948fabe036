package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A journal that a run left, sent line by line. */
final class Leftover {

    private Leftover() {}

    /** What became of a journal. */
    enum Outcome {
        PUSHED,
        /** Its run goes on, or goes on on another host for all we know. */
        ALIVE,
        UNREACHED,
        REFUSED
    }

    /**
     * @param told what is said of it, for people
     */
    record Result(Outcome outcome, String told) {}

    static Result push(Api api, Journal journal) throws IOException {
        var lines = todo(journal);
        if (lines.isEmpty()) {
            return new Result(Outcome.ALIVE, "its process is alive, or on another host");
        }
        for (var line : lines) {
            switch (Sending.of(api, line)) {
                case Sending.Done _, Sending.Ended _ -> {}
                case Sending.Unreached unreached -> {
                    return new Result(Outcome.UNREACHED, unreached.sentence());
                }
                case Sending.Refused refused -> {
                    // Output is of no use to anybody once its time has passed; the rest is.
                    if (!Json.text(line, "/path").endsWith("/output")) {
                        var aside = journal.setAside();
                        return new Result(
                                Outcome.REFUSED,
                                refused.stop().sentence() + " It is kept as " + aside + ".");
                    }
                }
            }
        }
        journal.delete();
        return new Result(Outcome.PUSHED, lines.size() + " requests");
    }

    /** The requests of a run that has ended; of one whose process died, with a word about that. */
    private static List<JsonNode> todo(Journal journal) throws IOException {
        var lines = journal.lines();
        var todo = new ArrayList<JsonNode>();
        lines.stream().filter(line -> line.has("method") && line.has("path")).forEach(todo::add);
        if (lines.isEmpty() || todo.isEmpty()) {
            return List.of();
        }
        var owner = lines.getFirst().path("owner");
        var gone = Owner.isGone(owner);
        var finished = todo.stream().anyMatch(line -> Json.text(line, "/path").endsWith("/finish"));
        if (finished) {
            return gone || !Owner.isHere(owner) ? todo : List.of();
        }
        if (!gone) {
            return List.of();
        }
        todo.add(crashed(journal, Json.text(todo.getFirst(), "/body/fence")));
        return todo;
    }

    private static JsonNode crashed(Journal journal, String fence) throws IOException {
        var ended = journal.changed().toString();
        var body = Json.object().put("fence", fence).put("endedAt", ended);
        body.putObject("outcome")
                .put("kind", "crashed")
                .put("message", "The process ended without saying how.");
        return journal.append("POST", "/v1/runs/" + journal.run() + "/finish", body);
    }
}

package dev.orrery.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.cli.http.Answer;
import dev.orrery.cli.http.Api;
import dev.orrery.cli.http.Json;
import dev.orrery.cli.http.Problems;
import dev.orrery.cli.terminal.Stop;

/** What became of a line of a journal. */
public sealed interface Sending {

    /** The server knows it. */
    record Done() implements Sending {}

    /** Somebody ended the run meanwhile; nothing more is to be told. */
    record Ended() implements Sending {}

    /** Nobody can say; it is to be sent again. */
    record Unreached(String sentence) implements Sending {}

    /** The server will never take it. */
    record Refused(Stop stop) implements Sending {}

    static Sending of(Api api, JsonNode line) {
        Answer answer;
        try {
            answer =
                    api.raw(
                            Json.text(line, "/method"),
                            Json.text(line, "/path"),
                            line.path("body").toString(),
                            Json.text(line, "/idempotencyKey"));
        } catch (Stop unreached) {
            return new Unreached(unreached.sentence());
        }
        int status = answer.status();
        if (status / 100 == 2) {
            return new Done();
        }
        if (status == 409 && Problems.code(answer).equals("RUN_ENDED")) {
            return new Ended();
        }
        var stop = Problems.stop(answer);
        return status / 100 == 5 || status == 429 || status == 408
                ? new Unreached(stop.sentence())
                : new Refused(stop);
    }
}
